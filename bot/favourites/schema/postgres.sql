-- Numbers begin with the hours since 1970, so that those of unrelated databases differ.
CREATE SEQUENCE numbers AS bigint;
SELECT setval('numbers', (extract(epoch FROM now())::bigint / 3600) << 36);

-- What maintenance has done.
CREATE TABLE ledger (
    one integer PRIMARY KEY CHECK (one = 1),
    purged_until bigint          -- what the last purge took the time for: milliseconds since 1970
);
INSERT INTO ledger (one) VALUES (1);
INSERT INTO identity (one, id, forgotten) VALUES (1, uuid_send(gen_random_uuid()), 0);

-- What several processes around this database agree on. Only the server's clock counts in it, and
-- nothing in it is about members. It is small and no part of favourites: a move leaves it out.
-- What they all serve.
CREATE TABLE cluster (
    one integer PRIMARY KEY CHECK (one = 1),
    application bigint NOT NULL,        -- the bot's id on Discord
    shards integer NOT NULL,            -- how many connections share its servers
    concurrency integer NOT NULL        -- buckets of shards that may identify at the same time
);

-- The processes. One that has not extended its lease is dead, or as good as that.
CREATE TABLE process (
    id uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

-- The shards, who has each of them and until when, and the session by which another can go on.
CREATE TABLE shard (
    number integer PRIMARY KEY,
    holder uuid,                        -- a process; NULL if it is free
    expires_at timestamptz NOT NULL DEFAULT '-infinity',
    session text,                       -- its id; NULL if there is none to be resumed
    sequence bigint,                    -- of an event that the holder has received
    gateway text                        -- the address at which the session is resumed
) WITH (fillfactor = 40);               -- each row is written every second, in its page's free room

-- Turns to identify: shards whose numbers are equal modulo the concurrency share a bucket.
CREATE TABLE identify_turn (
    bucket integer PRIMARY KEY,
    free_at timestamptz NOT NULL
);

-- How many sessions Discord lets the bot begin until a moment at which it grants all again.
CREATE TABLE identify_budget (
    one integer PRIMARY KEY CHECK (one = 1),
    total integer NOT NULL,
    remaining integer NOT NULL,
    renewed_at timestamptz NOT NULL
);
