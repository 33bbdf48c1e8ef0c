-- name: count_hidden(guild, folded)
-- How many names are hidden, and whether this one is.
SELECT count(*), coalesce(max(CASE WHEN folded = :folded THEN 1 ELSE 0 END), 0)
FROM hidden_name WHERE guild = :guild;

-- name: hide(guild, folded, sequence)!
INSERT INTO hidden_name (guild, folded, sequence) VALUES (:guild, :folded, :sequence);

-- name: unhide(guild, folded)
DELETE FROM hidden_name WHERE guild = :guild AND folded = :folded RETURNING folded;

-- name: hidden(guild)
SELECT coalesce(tally.name, hidden_name.folded)
FROM hidden_name LEFT JOIN tally
    ON tally.guild = hidden_name.guild AND tally.folded = hidden_name.folded
WHERE hidden_name.guild = :guild ORDER BY hidden_name.folded;

-- name: hidden_among_sqlite(guild, names)
SELECT folded FROM hidden_name
WHERE guild = :guild AND folded IN (SELECT value FROM json_each(:names));

-- name: hidden_among_postgres(guild, names)
SELECT folded FROM hidden_name WHERE guild = :guild AND folded = ANY (:names);

-- name: shown(guild, size)
SELECT name FROM tally
WHERE guild = :guild AND NOT EXISTS (
    SELECT 1 FROM hidden_name AS hidden
    WHERE hidden.guild = tally.guild AND hidden.folded = tally.folded
)
ORDER BY members DESC, first_sequence LIMIT :size;

-- name: refuses_typed(guild)
SELECT 1 FROM typed_names_refused WHERE guild = :guild;

-- name: refuse_typed(guild, sequence)!
INSERT INTO typed_names_refused (guild, sequence) VALUES (:guild, :sequence) ON CONFLICT DO NOTHING;

-- name: take_typed(guild)!
DELETE FROM typed_names_refused WHERE guild = :guild;

-- name: delete_hidden(guild, sequence)
-- What was decided up to a number.
DELETE FROM hidden_name WHERE guild = :guild AND sequence <= :sequence RETURNING guild;

-- name: delete_refusal(guild, sequence)
DELETE FROM typed_names_refused WHERE guild = :guild AND sequence <= :sequence RETURNING guild;

-- name: groups_with_decisions()
SELECT guild FROM hidden_name UNION SELECT guild FROM typed_names_refused;
