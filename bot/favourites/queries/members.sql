-- name: holdings(member)
SELECT count(*), count(DISTINCT nullif(guild, 0)),
    coalesce(max(CASE WHEN guild = 0 THEN 1 ELSE 0 END), 0), (
        SELECT count(*) FROM (
            SELECT DISTINCT guild, CASE WHEN member = :member THEN other ELSE member END
            FROM consent WHERE :member IN (member, other)
        ) AS others
    ), (
        SELECT count(*) FROM place WHERE guild = 0 AND member = :member
    ), (
        SELECT count(*) FROM liking WHERE member = :member
    ), (
        SELECT count(*) FROM refusal WHERE member = :member
    ), (
        SELECT count(*) FROM allowance WHERE owner = :member
    )
FROM star WHERE member = :member;

-- name: stars_to_export(member)
SELECT guild, name, folded, countries, gender, sharpness, seed, starred_at,
    row_number() OVER (PARTITION BY guild ORDER BY place), standing
FROM star WHERE member = :member ORDER BY guild, place;

-- name: uses(member)
SELECT guild, used_on, ties_sequence IS NOT NULL FROM activity WHERE member = :member
ORDER BY guild;

-- name: consents(member)
SELECT guild, other, max(given_at), max(received) FROM (
    SELECT guild, other, given_at, 0 AS received FROM consent WHERE member = :member
    UNION ALL SELECT guild, member, NULL, 1 FROM consent WHERE other = :member
) AS either
GROUP BY guild, other ORDER BY guild, other;

-- name: likings_to_export(member)
SELECT guild, other, name, country, gender FROM liking WHERE member = :member
ORDER BY guild, other, sequence;
