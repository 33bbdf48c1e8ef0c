-- name: begin(version, id, key)!
INSERT INTO ledger (one, version, id, key, number) VALUES (1, :version, :id, :key, 0);

-- name: version()
SELECT version FROM ledger;

-- name: identity()
SELECT id, key FROM ledger;

-- name: now()
SELECT unixepoch();

-- name: touch()!
-- Has to be written: what stays as it is SQLite does not write. It leaves out a number.
UPDATE ledger SET number = number + 1;

-- name: known_commands()
SELECT commands FROM ledger;

-- name: set_commands(digest)!
UPDATE ledger SET commands = :digest;

-- name: holds_data()
SELECT EXISTS (SELECT 1 FROM star) OR EXISTS (SELECT 1 FROM consent)
    OR EXISTS (SELECT 1 FROM seen) OR EXISTS (SELECT 1 FROM hidden_name)
    OR EXISTS (SELECT 1 FROM typed_names_refused) OR EXISTS (SELECT 1 FROM not_invited);

-- name: deletions()
SELECT number, mark FROM deletion ORDER BY number;

-- name: add_deletion(number, mark)!
INSERT INTO deletion (number, mark) VALUES (:number, :mark) ON CONFLICT DO NOTHING;

-- name: forget_deletions(number)!
DELETE FROM deletion WHERE number <= :number;

-- name: take_purge()
-- This process makes today's purge, unless another has: a day has passed since the last one, or it
-- is dated in the future.
UPDATE ledger SET purged_at = unixepoch()
WHERE purged_at IS NULL OR purged_at > unixepoch() OR purged_at <= unixepoch() - 86400
RETURNING one;

-- name: give_up_purge()!
UPDATE ledger SET purged_at = NULL;

-- name: advance_purge(step)
-- Of the time that has passed since the last purge, a step counts at most.
UPDATE ledger SET purged_until = CASE
    WHEN purged_until IS NULL OR purged_until + :step > unixepoch() THEN unixepoch()
    ELSE purged_until + :step END
RETURNING purged_until;

-- name: join_group(guild)!
INSERT INTO joined (id, left_at, left_number) VALUES (:guild, NULL, NULL)
ON CONFLICT (id) DO UPDATE SET left_at = NULL, left_number = NULL WHERE joined.left_at IS NOT NULL;

-- name: leave_group(guild, number)!
INSERT INTO joined (id, left_at, left_number) VALUES (:guild, unixepoch(), :number)
ON CONFLICT (id) DO UPDATE SET left_at = excluded.left_at, left_number = excluded.left_number
WHERE joined.left_at IS NULL;

-- name: present_groups()
SELECT id FROM joined WHERE left_at IS NULL;

-- name: groups_left(until)
SELECT id, left_number FROM joined WHERE left_at <= :until ORDER BY left_at;

-- name: is_left(guild)
SELECT 1 FROM joined WHERE id = :guild AND left_at IS NOT NULL;

-- name: lists_of_group(guild)
SELECT guild, member FROM last_use WHERE guild = :guild;

-- name: forget_group(guild)
DELETE FROM joined WHERE id = :guild AND left_at IS NOT NULL RETURNING id;

-- name: silent_lists(day)
SELECT guild, member FROM last_use WHERE used_on <= :day;

-- name: is_silent(guild, member, day)
SELECT 1 FROM last_use WHERE guild = :guild AND member = :member AND used_on <= :day;

-- name: delete_silent_seen(day)!
DELETE FROM seen WHERE used_on <= :day;

-- name: left_until_now()!
-- What was dated in the future, while a clock was wrong, would be kept until then.
UPDATE joined SET left_at = unixepoch() WHERE left_at > unixepoch();

-- name: used_until_now()!
UPDATE last_use SET used_on = unixepoch() / 86400 WHERE used_on > unixepoch() / 86400;

-- name: seen_until_now()!
UPDATE seen SET used_on = unixepoch() / 86400 WHERE used_on > unixepoch() / 86400;

-- name: invited_by(member)
-- Who lets a member see which names both like, or has invited them.
SELECT guild, member, given_at FROM consent WHERE other = :member ORDER BY number;
