-- name: may_break(guild, member)
SELECT 1 FROM activity WHERE guild = :guild AND member = :member AND ties_sequence IS NOT NULL;

-- name: agree(guild, member, sequence)
UPDATE activity SET ties_sequence = coalesce(ties_sequence, :sequence)
WHERE guild = :guild AND member = :member RETURNING member;

-- name: withdraw(guild, member, sequence)
-- What was agreed to up to a number.
UPDATE activity SET ties_sequence = NULL
WHERE guild = :guild AND member = :member AND ties_sequence <= :sequence RETURNING member;

-- name: withdraw_all_of_group(guild, sequence)!
UPDATE activity SET ties_sequence = NULL WHERE guild = :guild AND ties_sequence <= :sequence;

-- name: tie_breakers()
SELECT guild, member FROM activity WHERE ties_sequence IS NOT NULL;

-- name: lists_of_tie_breakers_sqlite(guild, names, most)
SELECT breaker.member, star.folded
FROM (
    SELECT member FROM activity WHERE guild = :guild AND ties_sequence IS NOT NULL
    ORDER BY ties_sequence LIMIT :most
) AS breaker
CROSS JOIN json_each(:names) AS tied
CROSS JOIN star ON (star.guild, star.member, star.folded) = (:guild, breaker.member, tied.value)
ORDER BY breaker.member, star.place;

-- name: lists_of_tie_breakers_postgres(guild, names, most)
-- The offset keeps the planner from reading the lists of all who have starred those names.
SELECT breaker.member, own.folded
FROM (
    SELECT member FROM activity WHERE guild = :guild AND ties_sequence IS NOT NULL
    ORDER BY ties_sequence LIMIT :most
) AS breaker
CROSS JOIN LATERAL (
    SELECT folded, place FROM star
    WHERE guild = :guild AND star.member = breaker.member AND folded = ANY (:names)
    OFFSET 0
) AS own
ORDER BY breaker.member, own.place;
