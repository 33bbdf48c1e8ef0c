-- name: own_list(guild, member, folded, typed)
-- A member's list before a star: how many names are in it, its last place, whether the name is one
-- of them, and whether the group refuses the name, which is typed and has no star there.
SELECT count(*), coalesce(max(place), 0),
    coalesce(max(CASE WHEN folded = :folded THEN 1 ELSE 0 END), 0),
    CAST(:typed AS integer) = 1
        AND EXISTS (SELECT 1 FROM typed_names_refused WHERE guild = :guild)
        AND NOT EXISTS (SELECT 1 FROM tally WHERE guild = :guild AND folded = :folded)
FROM star WHERE guild = :guild AND member = :member;

-- name: add_star(guild, member, folded, name, countries, gender, sharpness, seed, starred_at, place, sequence)!
INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at, place,
    sequence)
VALUES (:guild, :member, :folded, :name, :countries, :gender, :sharpness, :seed, :starred_at, :place,
    :sequence);

-- name: count_star(guild, folded, name, starred_at, sequence)!
-- Another's star that got a later number may have been counted before.
INSERT INTO tally (guild, folded, name, members, first_at, first_sequence)
VALUES (:guild, :folded, :name, 1, :starred_at, :sequence)
ON CONFLICT (guild, folded) DO UPDATE SET
    members = tally.members + 1,
    name = CASE WHEN excluded.first_sequence < tally.first_sequence
        THEN excluded.name ELSE tally.name END,
    first_at = CASE WHEN excluded.first_sequence < tally.first_sequence
        THEN excluded.first_at ELSE tally.first_at END,
    first_sequence = CASE WHEN excluded.first_sequence < tally.first_sequence
        THEN excluded.first_sequence ELSE tally.first_sequence END;

-- name: record_use(guild, member, day)!
-- It is written once in thirty days.
INSERT INTO activity (guild, member, used_on) VALUES (:guild, :member, :day)
ON CONFLICT (guild, member) DO UPDATE SET used_on = excluded.used_on
WHERE activity.used_on <= excluded.used_on - 30;

-- name: find_star(guild, member, folded)
SELECT guild, member, folded FROM star
WHERE guild = :guild AND member = :member AND folded = :folded;

-- name: uncount_stars(guild, folded, gone)!
UPDATE tally SET members = members - :gone WHERE guild = :guild AND folded = :folded;

-- name: delete_star(guild, member, folded)!
DELETE FROM star WHERE guild = :guild AND member = :member AND folded = :folded;

-- name: drop_uncounted(guild, folded)!
DELETE FROM tally WHERE guild = :guild AND folded = :folded AND members = 0;

-- name: find_first_star(guild, folded)!
-- After the first star of a name is gone the next one is.
UPDATE tally SET (name, first_at, first_sequence) = (
    SELECT star.name, star.starred_at, star.sequence FROM star
    WHERE star.guild = tally.guild AND star.folded = tally.folded
    ORDER BY star.sequence LIMIT 1
)
WHERE guild = :guild AND folded = :folded AND NOT EXISTS (
    SELECT 1 FROM star
    WHERE star.guild = tally.guild AND star.folded = tally.folded
        AND star.sequence = tally.first_sequence
);

-- name: places(guild, member)
SELECT folded, place, standing FROM star WHERE guild = :guild AND member = :member ORDER BY place;

-- name: set_place(guild, member, folded, place, standing)!
UPDATE star SET place = :place, standing = :standing
WHERE guild = :guild AND member = :member AND folded = :folded;

-- name: favourites_of_member(guild, member)
SELECT coalesce(tally.name, star.name), star.folded, countries, gender, sharpness, seed, starred_at
FROM star LEFT JOIN tally ON tally.guild = star.guild AND tally.folded = star.folded
WHERE star.guild = :guild AND star.member = :member ORDER BY place;

-- name: first_of_group(guild, size, tied_size)
-- The limit comes before the join, so that first stars are looked up for the top names only: and
-- for those that may be equal to them, where somebody's order breaks ties.
SELECT top.name, top.folded, members, first_at, countries, gender, sharpness, seed, EXISTS (
    SELECT 1 FROM activity WHERE guild = :guild AND ties_sequence IS NOT NULL
)
FROM (
    SELECT * FROM tally
    WHERE guild = :guild AND NOT EXISTS (
        SELECT 1 FROM hidden_name AS hidden
        WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
    )
    ORDER BY members DESC, first_sequence LIMIT CASE
        WHEN EXISTS (SELECT 1 FROM activity WHERE guild = :guild AND ties_sequence IS NOT NULL)
            AND CAST(:tied_size AS bigint) > CAST(:size AS bigint)
        THEN CAST(:tied_size AS bigint) ELSE CAST(:size AS bigint)
    END
) AS top
LEFT JOIN star ON star.guild = top.guild AND star.folded = top.folded
    AND star.sequence = top.first_sequence
ORDER BY members DESC, first_sequence;

-- name: count_members_sqlite(guild, names)
SELECT folded, members FROM tally
WHERE guild = :guild AND folded IN (SELECT value FROM json_each(:names)) AND NOT EXISTS (
    SELECT 1 FROM hidden_name AS hidden
    WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
);

-- name: count_members_postgres(guild, names)
SELECT folded, members FROM tally
WHERE guild = :guild AND folded = ANY (:names) AND NOT EXISTS (
    SELECT 1 FROM hidden_name AS hidden
    WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
);

-- name: count_own_sqlite(guild, member, names)
SELECT folded, 1 FROM star
WHERE guild = :guild AND member = :member AND folded IN (SELECT value FROM json_each(:names));

-- name: count_own_postgres(guild, member, names)
SELECT folded, 1 FROM star WHERE guild = :guild AND member = :member AND folded = ANY (:names);

-- name: totals(guild)
SELECT CAST(coalesce(sum(members), 0) AS bigint), count(*), (
    SELECT count(DISTINCT member) FROM star WHERE guild = :guild
)
FROM tally WHERE guild = :guild;

-- name: miscounted()
-- How many counts, of names and their first stars, are not what the stars say, or are missing.
SELECT (
    SELECT count(*) FROM (
        SELECT guild, folded, count(*), min(sequence) FROM star WHERE guild <> 0
        GROUP BY guild, folded
        EXCEPT SELECT guild, folded, members, first_sequence FROM tally
    ) AS uncounted
) + (
    SELECT count(*) FROM (
        SELECT guild, folded, members, first_sequence FROM tally
        EXCEPT SELECT guild, folded, count(*), min(sequence) FROM star WHERE guild <> 0
        GROUP BY guild, folded
    ) AS overcounted
);
