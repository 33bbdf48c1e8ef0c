-- name: groups_of_member(member)
SELECT guild FROM star WHERE member = :member UNION SELECT guild FROM consent
WHERE :member IN (member, other) UNION SELECT guild FROM activity WHERE member = :member
UNION SELECT guild FROM refusal WHERE member = :member;

-- name: stars_of_member(member, guild)
-- In one group, or everywhere.
SELECT guild, member, folded FROM star
WHERE member = :member AND (CAST(:guild AS bigint) IS NULL OR guild = :guild);

-- name: stars_of_list(guild, member, sequence)
-- Those up to a number.
SELECT guild, member, folded FROM star
WHERE guild = :guild AND member = :member AND sequence <= :sequence;

-- name: stars_of_group(guild, sequence, size)
-- Some of those up to a number.
SELECT guild, member, folded FROM star WHERE guild = :guild AND sequence <= :sequence LIMIT :size;

-- name: forget_uses_of_member(member, guild)!
DELETE FROM activity
WHERE member = :member AND (CAST(:guild AS bigint) IS NULL OR guild = :guild);

-- name: forget_uses_of_group(guild)!
-- Of those who have no stars there any more.
DELETE FROM activity WHERE guild = :guild AND NOT EXISTS (
    SELECT 1 FROM star WHERE star.guild = activity.guild AND star.member = activity.member
);

-- name: lists()
SELECT DISTINCT guild, member FROM star;

-- name: tombstone_key()
SELECT key FROM tombstone LIMIT 1;

-- name: add_tombstone(key, mark, sequence, deleted_at)!
-- Of one deletion, the later repetition counts.
INSERT INTO tombstone (key, mark, sequence, deleted_at)
VALUES (:key, :mark, :sequence, :deleted_at)
ON CONFLICT (key, mark) DO UPDATE SET
    sequence = CASE WHEN excluded.sequence > tombstone.sequence
        THEN excluded.sequence ELSE tombstone.sequence END,
    deleted_at = CASE WHEN excluded.deleted_at > tombstone.deleted_at
        THEN excluded.deleted_at ELSE tombstone.deleted_at END;

-- name: tombstones()
SELECT key, mark, sequence, deleted_at FROM tombstone;

-- name: forget_tombstones(before)
DELETE FROM tombstone WHERE deleted_at < :before RETURNING sequence;

-- name: note_forgotten(sequence)!
UPDATE identity SET forgotten = :sequence WHERE forgotten < :sequence;

-- name: next_number_sqlite()
UPDATE ledger SET sequence = sequence + 1 RETURNING sequence;

-- name: next_number_postgres()
SELECT nextval('numbers');

-- name: newest_number_sqlite()
SELECT sequence FROM ledger;

-- name: newest_number_postgres()
SELECT last_value FROM numbers;

-- name: set_newest_number_sqlite(sequence)
UPDATE ledger SET sequence = :sequence RETURNING sequence;

-- name: set_newest_number_postgres(sequence)
SELECT setval('numbers', :sequence);

-- name: identity()
SELECT id, forgotten, moved_to, place FROM identity;

-- name: set_moved_to(target)!
UPDATE identity SET moved_to = :target;

