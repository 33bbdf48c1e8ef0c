PRAGMA application_id = 0x4e6f6d6e; -- "Nomn"

-- The newest number, and what maintenance has done.
CREATE TABLE ledger (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,   -- number of the newest star or deletion
    deleted INTEGER NOT NULL,    -- number of the newest deletion that removed anything
    wiped INTEGER NOT NULL,      -- of the newest deletion that has left no byte in the files
    purged_until INTEGER,        -- what the last purge took the time for: milliseconds since 1970
    purged_at INTEGER,           -- when the last purge was made: likewise
    commands TEXT                -- a digest of those that Discord was told last
);
-- Numbers begin with the hours since 1970, so that those of unrelated databases differ.
INSERT INTO ledger VALUES (1, (CAST(strftime('%s') AS INTEGER) / 3600) << 36, 0, 0, NULL, NULL, NULL);
INSERT INTO identity (one, id, forgotten) VALUES (1, randomblob(16), 0);
