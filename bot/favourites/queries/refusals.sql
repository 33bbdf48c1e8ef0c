-- name: refuse(guild, member, other, sequence)!
INSERT INTO refusal (guild, member, other, sequence)
VALUES (:guild, :member, :other, :sequence)
ON CONFLICT (guild, member, other) DO UPDATE SET sequence = excluded.sequence;

-- name: withdraw_refusals(guild, member, other)
-- Of one person, and of anybody in a group.
DELETE FROM refusal
WHERE member = :member AND (guild, other) IN ((0, :other), (:guild, 0))
RETURNING guild;

-- name: delete_refusals_of_member(member, guild)
-- In one group, or everywhere.
DELETE FROM refusal
WHERE member = :member AND (CAST(:guild AS bigint) IS NULL OR guild = :guild)
RETURNING guild;

-- name: delete_refusals(guild, member, sequence)!
-- Those up to a number.
DELETE FROM refusal WHERE guild = :guild AND member = :member AND sequence <= :sequence;

-- name: delete_refusals_of_group(guild, sequence)!
DELETE FROM refusal WHERE guild = :guild AND sequence <= :sequence;

-- name: refusals(member)
SELECT guild, other FROM refusal WHERE member = :member ORDER BY guild, other;

-- name: refusers()
SELECT DISTINCT guild, member FROM refusal;
