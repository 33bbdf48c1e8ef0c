PRAGMA application_id = 0x4e6f6d6e; -- "Nomn"

-- A member's star for a name.
CREATE TABLE star (
    guild INTEGER NOT NULL,      -- 0 in direct messages: a NULL would admit doubles
    member INTEGER NOT NULL,
    folded TEXT NOT NULL,        -- what makes it that name
    name TEXT NOT NULL,          -- as it was shown
    countries TEXT,              -- JSON, weights by code; NULL if the member typed the name
    gender TEXT CHECK (gender IN ('F', 'M')),
    sharpness REAL,
    seed INTEGER,
    starred_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    place INTEGER NOT NULL,      -- in the member's own order; there may be gaps
    PRIMARY KEY (guild, member, folded)
) WITHOUT ROWID;
CREATE INDEX star_of_name ON star (guild, folded, starred_at);
CREATE INDEX star_of_member ON star (member);

-- A group's names, counted as they are starred, so that a top five need not count them.
CREATE TABLE tally (
    guild INTEGER NOT NULL,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,          -- as in the first star
    members INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    PRIMARY KEY (guild, folded)
) WITHOUT ROWID;
CREATE INDEX tally_by_rank ON tally (guild, members DESC, first_at);

-- The first star is looked up anew each time, for clocks may go back.
CREATE TRIGGER star_made AFTER INSERT ON star WHEN new.guild <> 0 BEGIN
    INSERT INTO tally (guild, folded, name, members, first_at)
    SELECT guild, folded, name, 1, starred_at FROM star
    WHERE guild = new.guild AND folded = new.folded ORDER BY starred_at, member LIMIT 1
    ON CONFLICT (guild, folded) DO UPDATE
    SET name = excluded.name, members = members + 1, first_at = excluded.first_at;
END;
CREATE TRIGGER star_gone AFTER DELETE ON star WHEN old.guild <> 0 BEGIN
    DELETE FROM tally WHERE guild = old.guild AND folded = old.folded AND members = 1;
    UPDATE tally
    SET members = members - 1, (name, first_at) = (
        SELECT name, starred_at FROM star
        WHERE guild = old.guild AND folded = old.folded ORDER BY starred_at, member LIMIT 1
    )
    WHERE guild = old.guild AND folded = old.folded;
END;

-- The groups that the bot is in, and those that it was removed from.
CREATE TABLE guild (
    id INTEGER PRIMARY KEY CHECK (id <> 0),
    left_at INTEGER              -- milliseconds since 1970, UTC; NULL while the bot is in it
);

-- Members who had everything deleted, so that restoring an older backup deletes it again.
CREATE TABLE tombstone (
    key BLOB NOT NULL,           -- random; the same for all that were made in one database
    mark BLOB NOT NULL,          -- the member's id, hashed with the key
    deleted_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
    PRIMARY KEY (key, mark)
) WITHOUT ROWID;
