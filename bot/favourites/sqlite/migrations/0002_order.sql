-- The order of stars and deletions, which no clock decides, and what maintenance has done.
CREATE TABLE ledger (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,   -- number of the newest star or deletion
    deleted INTEGER NOT NULL,    -- number of the newest deletion that removed anything
    wiped INTEGER NOT NULL,      -- of the newest deletion that has left no byte in the files
    purged_until INTEGER         -- what the last purge took the time for: milliseconds since 1970
);
-- Numbers begin with the hours since 1970, so that those of unrelated databases differ.
INSERT INTO ledger VALUES (1, (CAST(strftime('%s') AS INTEGER) / 3600) << 36, 0, 0, NULL);

-- All that was there before has number 0: it was made before all numbered deletions.
ALTER TABLE star ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tally ADD COLUMN first_sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tombstone ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
DROP INDEX star_of_name;
CREATE INDEX star_of_name ON star (guild, folded, sequence, starred_at);
DROP INDEX tally_by_rank;
CREATE INDEX tally_by_rank ON tally (guild, members DESC, first_sequence, first_at);

-- What is starred in a group that was left, by members who bring the bot along, is not purged.
ALTER TABLE guild ADD COLUMN left_sequence INTEGER; -- the newest number when it was left
UPDATE guild SET left_sequence = 0 WHERE left_at IS NOT NULL;

-- When a member last used their favourites in a group, so that they need not be kept for ever.
CREATE TABLE activity (
    member INTEGER NOT NULL,
    guild INTEGER NOT NULL,      -- 0 in direct messages
    used_on INTEGER NOT NULL,    -- day since 1970, UTC; at most 30 days before the last use
    PRIMARY KEY (member, guild)
) WITHOUT ROWID;
CREATE INDEX activity_by_day ON activity (used_on);
INSERT INTO activity (member, guild, used_on)
SELECT DISTINCT member, guild, CAST(strftime('%s') AS INTEGER) / 86400 FROM star;

CREATE TRIGGER star_numbered AFTER INSERT ON star BEGIN
    UPDATE ledger SET sequence = new.sequence WHERE sequence < new.sequence;
    INSERT INTO activity (member, guild, used_on)
    VALUES (new.member, new.guild, new.starred_at / 86400000) 
    ON CONFLICT DO UPDATE SET used_on = excluded.used_on
    WHERE used_on <= excluded.used_on - 30;
END;
DROP TRIGGER star_made;
CREATE TRIGGER star_made AFTER INSERT ON star WHEN new.guild <> 0 BEGIN
    INSERT INTO tally (guild, folded, name, members, first_at, first_sequence)
    SELECT guild, folded, name, 1, starred_at, sequence FROM star
    WHERE guild = new.guild AND folded = new.folded
    ORDER BY sequence, starred_at, member LIMIT 1
    ON CONFLICT (guild, folded) DO UPDATE
    SET name = excluded.name, members = members + 1, first_at = excluded.first_at,
        first_sequence = excluded.first_sequence;
END;
DROP TRIGGER star_gone;
CREATE TRIGGER star_gone AFTER DELETE ON star WHEN old.guild <> 0 BEGIN
    DELETE FROM tally WHERE guild = old.guild AND folded = old.folded AND members = 1;
    UPDATE tally
    SET members = members - 1, (name, first_at, first_sequence) = (
        SELECT name, starred_at, sequence FROM star
        WHERE guild = old.guild AND folded = old.folded
        ORDER BY sequence, starred_at, member LIMIT 1
    )
    WHERE guild = old.guild AND folded = old.folded;
END;
