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
-- The consents are asked for once more, since they may have ended meanwhile.
SELECT own.folded IS NOT NULL, coalesce(tally.name, star.name), star.folded, star.countries,
    star.gender, star.sharpness, star.seed, star.starred_at
FROM star LEFT JOIN tally ON tally.guild = star.guild AND tally.folded = star.folded
LEFT JOIN star AS own
    ON own.guild = :guild AND own.member = :member AND own.folded = star.folded
WHERE star.guild = :guild AND star.member = :other AND (
    SELECT count(*) = 2 FROM consent
    WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other)
)
ORDER BY CASE WHEN own.sequence > star.sequence THEN own.sequence ELSE star.sequence END;

-- name: delete_match(guild, member, other, sequence)
-- What two have consented to up to a number.
DELETE FROM consent
WHERE guild = :guild AND member IN (:member, :other) AND other IN (:member, :other)
    AND sequence <= :sequence
RETURNING guild, member, other;

-- name: delete_consents_of_member(member, guild)
-- In one group, or everywhere.
DELETE FROM consent
WHERE :member IN (member, other) AND (CAST(:guild AS bigint) IS NULL OR guild = :guild)
RETURNING guild, member, other;

-- name: delete_consents_of_group(guild, sequence)
DELETE FROM consent WHERE guild = :guild AND sequence <= :sequence RETURNING guild, member, other;

-- name: all_consents()
SELECT guild, member, other FROM consent;
