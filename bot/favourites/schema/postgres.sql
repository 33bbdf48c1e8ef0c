-- Numbers begin with the hours since 1970, so that those of unrelated databases differ.
CREATE SEQUENCE numbers AS bigint;
SELECT setval('numbers', (extract(epoch FROM now())::bigint / 3600) << 36);

-- What maintenance has done.
CREATE TABLE ledger (
    one integer PRIMARY KEY CHECK (one = 1),
    purged_until bigint,         -- what the last purge took the time for: milliseconds since 1970
    purged_at bigint,            -- when the last purge was made: likewise
    commands text                -- a digest of those that Discord was told last
);
INSERT INTO ledger (one) VALUES (1);
INSERT INTO identity (one, id, forgotten) VALUES (1, uuid_send(gen_random_uuid()), 0);
