-- name: add_group(guild)!
INSERT INTO guild (id) VALUES (:guild) ON CONFLICT DO NOTHING;

-- name: rejoin_group(guild)!
UPDATE guild SET left_at = NULL, left_sequence = NULL WHERE id = :guild AND left_at IS NOT NULL;

-- name: leave_group(guild, left_at, sequence)!
UPDATE guild SET left_at = :left_at, left_sequence = :sequence
WHERE id = :guild AND left_at IS NULL;

-- name: present_groups(after, size)
SELECT id FROM guild WHERE left_at IS NULL AND id > :after ORDER BY id LIMIT :size;

-- name: left_no_later(now)!
-- What was dated in the future, while the clock was wrong, would be kept until then.
UPDATE guild SET left_at = :now WHERE left_at > :now;

-- name: used_no_later(day)!
UPDATE activity SET used_on = :day WHERE used_on > :day;

-- name: record_repeated_use(guild, member, day)!
UPDATE activity SET used_on = :day
WHERE guild = :guild AND member = :member AND used_on <= :day - 30;

-- name: purge_time()
SELECT purged_until FROM ledger;

-- name: last_purge()
SELECT purged_at FROM ledger;

-- name: note_purge(now)!
UPDATE ledger SET purged_at = :now;

-- name: take_turn_sqlite()
SELECT purged_until FROM ledger;

-- name: take_turn_postgres()
-- Processes that start or purge at the same time do it one after the other.
SELECT purged_until FROM ledger FOR UPDATE;

-- name: set_purged_until(until)!
UPDATE ledger SET purged_until = :until;

-- name: groups_left(until)
SELECT id FROM guild WHERE left_at <= :until ORDER BY left_at;

-- name: left_number(guild, until)
-- Looked up anew for each batch: the group may have been rejoined meanwhile.
SELECT left_sequence FROM guild WHERE id = :guild AND left_at <= :until;

-- name: forget_group(guild)!
DELETE FROM guild WHERE id = :guild;

-- name: silent_lists(day)
SELECT guild, member FROM activity WHERE used_on <= :day;

-- name: stars_of_silent_list(guild, member, day)
SELECT star.guild, star.member, star.folded FROM star JOIN activity
    ON activity.guild = star.guild AND activity.member = star.member
WHERE star.guild = :guild AND star.member = :member AND used_on <= :day;

-- name: uses_without_stars()
SELECT guild, member FROM activity WHERE NOT EXISTS (
    SELECT 1 FROM star WHERE star.guild = activity.guild AND star.member = activity.member
);

-- name: forget_use_without_stars(guild, member)!
DELETE FROM activity WHERE guild = :guild AND member = :member AND NOT EXISTS (
    SELECT 1 FROM star WHERE star.guild = activity.guild AND star.member = activity.member
);

-- name: delete_silent_consents(until)
-- Given long ago by or to a member who has no stars there, or none any more.
DELETE FROM consent WHERE given_at <= :until AND (
    NOT EXISTS (
        SELECT 1 FROM star WHERE star.guild = consent.guild AND star.member = consent.member
    ) OR NOT EXISTS (
        SELECT 1 FROM star WHERE star.guild = consent.guild AND star.member = consent.other
    )
)
RETURNING guild, member, other;
