-- name: count_hidden(guild, folded)
-- How many names are hidden, and whether this one is.
SELECT count(*), coalesce(max(CASE WHEN folded = :folded THEN 1 ELSE 0 END), 0)
FROM hidden_name WHERE guild = :guild;

-- name: hide(guild, folded, number)
INSERT INTO hidden_name (guild, folded, number) VALUES (:guild, :folded, :number)
ON CONFLICT DO NOTHING RETURNING folded;

-- name: unhide(guild, folded)
DELETE FROM hidden_name WHERE guild = :guild AND folded = :folded RETURNING folded;

-- name: hidden(guild)
-- As they were first starred in the group, else folded.
SELECT coalesce((
        SELECT name FROM star
        WHERE star.guild = hidden_name.guild AND star.folded = hidden_name.folded
        ORDER BY star.number LIMIT 1
    ), folded)
FROM hidden_name WHERE guild = :guild ORDER BY folded;

-- name: hidden_among(guild, names)
SELECT key FROM json_each(:names)
WHERE EXISTS (SELECT 1 FROM hidden_name WHERE guild = :guild AND folded = key);

-- name: refuses_typed(guild)
SELECT EXISTS (SELECT 1 FROM typed_names_refused WHERE guild = :guild);

-- name: refuse_typed(guild, number)!
INSERT INTO typed_names_refused (guild, number) VALUES (:guild, :number) ON CONFLICT DO NOTHING;

-- name: take_typed(guild)!
DELETE FROM typed_names_refused WHERE guild = :guild;
