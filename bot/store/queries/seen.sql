-- name: seen_of(guild, member, subjects)
SELECT subject, bitmap, cards FROM seen
WHERE guild = :guild AND member = :member AND subject IN (SELECT key FROM json_each(:subjects));

-- name: take_seen(guild, member, subject, nothing)
-- What was shown so far. Nobody else has the row until the transaction ends.
INSERT INTO seen (guild, member, subject, bitmap, cards, used_on, number)
VALUES (:guild, :member, :subject, :nothing, 0, unixepoch() / 86400, 0)
ON CONFLICT (guild, member, subject) DO UPDATE SET used_on = excluded.used_on
RETURNING bitmap, cards;

-- name: set_seen(guild, member, subject, bitmap, cards, number)!
UPDATE seen SET bitmap = :bitmap, cards = :cards, number = :number
WHERE guild = :guild AND member = :member AND subject = :subject;
