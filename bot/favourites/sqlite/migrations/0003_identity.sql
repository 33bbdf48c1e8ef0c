-- Which database this is. Its copies share the id, so that a restore can tell whether another
-- database, or a record of deletions, knows what was deleted since a backup.
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,            -- random
    inherited INTEGER NOT NULL,  -- 1 if there was data before there was an id: backups have none
    forgotten INTEGER NOT NULL   -- deletions up to this number are not all recorded any more
);
INSERT INTO identity (one, id, inherited, forgotten)
SELECT 1, randomblob(16), EXISTS (SELECT * FROM star) OR EXISTS (SELECT * FROM tombstone), 0;
