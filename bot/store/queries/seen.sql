-- name: take_seen(guild, member, subject, nothing)
-- What was shown so far. Nobody else has the row until the transaction ends.
INSERT INTO seen (guild, member, subject, fingerprint, bitmap, samples, used_on, number)
VALUES (:guild, :member, :subject, '', :nothing, 0, unixepoch() / 86400, 0)
ON CONFLICT (guild, member, subject) DO UPDATE SET used_on = excluded.used_on
RETURNING fingerprint, bitmap, samples;

-- name: set_seen(guild, member, subject, fingerprint, bitmap, samples, number)!
UPDATE seen SET fingerprint = :fingerprint, bitmap = :bitmap, samples = :samples, number = :number
WHERE guild = :guild AND member = :member AND subject = :subject;
