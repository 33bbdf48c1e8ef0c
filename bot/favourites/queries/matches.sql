-- name: consent_exists(guild, member, other)
SELECT 1 FROM consent WHERE guild = :guild AND member = :member AND other = :other;

-- name: count_consents(member)
SELECT count(*) FROM consent WHERE member = :member;

-- name: give_consent(guild, member, other, given_at, sequence)!
INSERT INTO consent (guild, member, other, given_at, sequence)
VALUES (:guild, :member, :other, :given_at, :sequence);

-- name: is_match(guild, member, other)
SELECT count(*) = 2 FROM consent
WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other);

-- name: partners(member)
SELECT DISTINCT guild, CASE WHEN member = :member THEN other ELSE member END
FROM consent WHERE :member IN (member, other);

-- name: compare(guild, member, other)
-- What both like, in the order in which both came to. The consents are asked for once more, since
-- they may have ended meanwhile.
SELECT own.name, own.country, own.gender, EXISTS (
    SELECT 1 FROM star
    WHERE star.guild = own.guild AND star.member = own.member AND star.folded = own.folded
), 1 - theirs.told
FROM liking AS own JOIN liking AS theirs ON theirs.guild = own.guild
    AND theirs.member = own.other AND theirs.other = own.member AND theirs.folded = own.folded
WHERE own.guild = :guild AND own.member = :member AND own.other = :other AND (
    SELECT count(*) = 2 FROM consent
    WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other)
)
ORDER BY CASE WHEN own.sequence > theirs.sequence THEN own.sequence ELSE theirs.sequence END;

-- name: likings(guild, member, other)
SELECT name, folded, country, gender FROM liking
WHERE guild = :guild AND member = :member AND other = :other ORDER BY sequence;

-- name: add_liking(guild, member, other, folded, name, country, gender, sequence)!
INSERT INTO liking (guild, member, other, folded, name, country, gender, told, sequence)
VALUES (:guild, :member, :other, :folded, :name, :country, :gender, 0, :sequence);

-- name: is_liked(guild, member, other, folded)
-- Whether a member has liked a name in a match.
SELECT EXISTS (
    SELECT 1 FROM liking
    WHERE guild = :guild AND member = :member AND other = :other AND folded = :folded
);

-- name: note_told(guild, member, other, folded)!
-- The other has been told that both like it.
UPDATE liking SET told = 1
WHERE guild = :guild AND member = :member AND other = :other AND folded = :folded;

-- name: delete_match(guild, member, other, sequence)
-- What two have consented to up to a number.
DELETE FROM consent
WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other)
    AND sequence <= :sequence
RETURNING guild, member, other;

-- name: delete_likings(guild, member, other, sequence)
-- What either of two has liked up to a number.
DELETE FROM liking
WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other)
    AND sequence <= :sequence
RETURNING member;

-- name: delete_likings_of_member(member, guild)
-- In one group, or everywhere, with what others like in a match with them.
DELETE FROM liking
WHERE :member IN (member, other) AND (CAST(:guild AS bigint) IS NULL OR guild = :guild)
RETURNING member;

-- name: delete_likings_of_group(guild, sequence)!
DELETE FROM liking WHERE guild = :guild AND sequence <= :sequence;

-- name: delete_likings_without_match()!
DELETE FROM liking WHERE (
    SELECT count(*) < 2 FROM consent WHERE consent.guild = liking.guild
        AND consent.member IN (liking.member, liking.other)
        AND consent.other IN (liking.member, liking.other)
);

-- name: delete_consents_of_member(member, guild)
-- In one group, or everywhere.
DELETE FROM consent
WHERE :member IN (member, other) AND (CAST(:guild AS bigint) IS NULL OR guild = :guild)
RETURNING guild, member, other;

-- name: delete_consents_of_group(guild, sequence)
DELETE FROM consent WHERE guild = :guild AND sequence <= :sequence RETURNING guild, member, other;

-- name: all_consents()
SELECT guild, member, other FROM consent;
