-- name: own_list(guild, member, folded)
-- A member's list before a star: how many names are in it, its last place, whether the name is one
-- of them, whether the group has hidden it, and whether the group would refuse it if it is typed.
SELECT count(*), coalesce(max(place), 0),
    coalesce(max(CASE WHEN folded = :folded THEN 1 ELSE 0 END), 0),
    EXISTS (SELECT 1 FROM hidden_name WHERE guild = :guild AND folded = :folded),
    EXISTS (SELECT 1 FROM typed_names_refused WHERE guild = :guild)
        AND NOT EXISTS (SELECT 1 FROM star WHERE guild = :guild AND folded = :folded)
FROM star WHERE guild = :guild AND member = :member;

-- name: add_star(guild, member, folded, name, countries, gender, sharpness, seed, place, number)
INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at,
    place, standing, number)
VALUES (:guild, :member, :folded, :name, :countries, :gender, :sharpness, :seed, unixepoch(),
    :place, 0, :number)
ON CONFLICT DO NOTHING RETURNING folded;

-- name: remove_star(guild, member, folded)
DELETE FROM star WHERE guild = :guild AND member = :member AND folded = :folded RETURNING folded;

-- name: record_use(guild, member, number)!
INSERT INTO last_use (guild, member, used_on, number)
VALUES (:guild, :member, unixepoch() / 86400, :number)
ON CONFLICT (guild, member) DO UPDATE SET used_on = excluded.used_on, number = excluded.number;

-- name: is_use_recorded(guild, member)
-- Whether a use of the last thirty days is.
SELECT EXISTS (
    SELECT 1 FROM last_use
    WHERE guild = :guild AND member = :member AND used_on > unixepoch() / 86400 - 30
);

-- name: own_order(guild, member)
SELECT folded, standing FROM star WHERE guild = :guild AND member = :member
ORDER BY place, number;

-- name: set_order(guild, member, places, standings)!
-- Both are JSON objects, by folded name.
UPDATE star SET
    place = (
        SELECT CAST(CAST(value AS text) AS bigint) FROM json_each(:places) WHERE key = star.folded
    ),
    standing = (
        SELECT CAST(CAST(value AS text) AS bigint) FROM json_each(:standings)
        WHERE key = star.folded
    )
WHERE guild = :guild AND member = :member AND folded IN (SELECT key FROM json_each(:places));

-- name: favourites(guild, member)
-- As each name was spelt when it was first starred in the group.
SELECT (
        SELECT first.name FROM star AS first
        WHERE first.guild = star.guild AND first.folded = star.folded
            AND (star.guild <> 0 OR first.member = star.member)
        ORDER BY first.number LIMIT 1
    ), folded, countries, gender, sharpness, seed, starred_at
FROM star WHERE guild = :guild AND member = :member ORDER BY place, number;

-- name: top_of_group(guild, size)
-- A cross join, so that SQLite looks up the first stars of the top names alone.
SELECT star.name, star.folded, members, starred_at, countries, gender, sharpness, seed
FROM (
    SELECT folded, count(*) AS members, min(number) AS first_number FROM star
    WHERE guild = :guild GROUP BY folded
    HAVING folded NOT IN (SELECT folded FROM hidden_name WHERE guild = :guild)
    ORDER BY members DESC, first_number LIMIT :size
) AS top CROSS JOIN star
WHERE star.guild = :guild AND star.folded = top.folded AND star.number = top.first_number
ORDER BY members DESC, first_number;

-- name: count_members(guild, names)
-- Of those names, a JSON object's keys, that the group has not hidden.
SELECT key, (SELECT count(*) FROM star WHERE guild = :guild AND folded = key)
FROM json_each(:names)
WHERE NOT EXISTS (SELECT 1 FROM hidden_name WHERE guild = :guild AND folded = key);

-- name: own_among(guild, member, names)
SELECT key FROM json_each(:names) WHERE EXISTS (
    SELECT 1 FROM star WHERE guild = :guild AND member = :member AND folded = key
);
