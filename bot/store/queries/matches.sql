-- name: consents(guild, member, other)
-- Who of two has consented.
SELECT member FROM consent
WHERE guild = :guild AND (member = :member AND other = :other OR member = :other AND other = :member);

-- name: count_consents(member)
SELECT count(*) FROM consent WHERE member = :member;

-- name: takes_no_invitations(member)
SELECT EXISTS (SELECT 1 FROM not_invited WHERE member = :member);

-- name: refuse_invitations(member, number)!
INSERT INTO not_invited (member, number) VALUES (:member, :number) ON CONFLICT DO NOTHING;

-- name: take_invitations(member)!
DELETE FROM not_invited WHERE member = :member;

-- name: give_consent(guild, member, other, number)!
INSERT INTO consent (guild, member, other, given_at, number)
VALUES (:guild, :member, :other, unixepoch(), :number) ON CONFLICT DO NOTHING;

-- name: partners(member)
SELECT guild, member, other FROM consent WHERE member = :member OR other = :member
ORDER BY number;

-- name: add_liking(guild, member, other, folded, name, countries, gender, number)!
INSERT INTO liking (guild, member, other, folded, name, countries, gender, number)
VALUES (:guild, :member, :other, :folded, :name, :countries, :gender, :number)
ON CONFLICT DO NOTHING;

-- name: likes(guild, member, other)
SELECT folded, countries, gender FROM liking
WHERE guild = :guild AND member = :member AND other = :other ORDER BY number;

-- name: likes_name(guild, member, other, folded)
SELECT EXISTS (
    SELECT 1 FROM liking
    WHERE guild = :guild AND member = :member AND other = :other AND folded = :folded
);

-- name: common(guild, member, other)
-- What both of two like in their match, in the order in which both came to: as the member saw each,
-- and whether they have starred it.
SELECT own.name, own.countries, own.gender, EXISTS (
        SELECT 1 FROM star
        WHERE star.guild = own.guild AND star.member = own.member AND star.folded = own.folded
    )
FROM liking AS own JOIN liking AS theirs
    ON theirs.guild = own.guild AND theirs.member = own.other AND theirs.other = own.member
        AND theirs.folded = own.folded
WHERE own.guild = :guild AND own.member = :member AND own.other = :other
ORDER BY CASE WHEN own.number > theirs.number THEN own.number ELSE theirs.number END;

-- name: search_wish(guild, member, other)
SELECT wish, place FROM search WHERE guild = :guild AND member = :member AND other = :other;

-- name: set_search_wish(guild, member, other, wish, number)!
-- Where the same names are chosen again, the member goes on where they were.
INSERT INTO search (guild, member, other, wish, place, number)
VALUES (:guild, :member, :other, :wish, 0, :number)
ON CONFLICT (guild, member, other) DO UPDATE SET wish = excluded.wish, number = excluded.number,
    place = CASE WHEN search.wish = excluded.wish THEN search.place ELSE 0 END;

-- name: set_search_place(guild, member, other, place)!
UPDATE search SET place = :place WHERE guild = :guild AND member = :member AND other = :other;
