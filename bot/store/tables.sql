-- All tables, in one text for SQLite and PostgreSQL. In both, unixepoch() is the database's time in
-- seconds since 1970, and every row of members or groups has a number: what has a smaller one was
-- there before. A table with the columns number and member, other or guild takes part in every
-- deletion and export by that alone (deletion.py, export.py).

-- A member's star for a name.
CREATE TABLE star (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,
    folded text NOT NULL,              -- the key that all spellings of the name share
    name text NOT NULL,                -- as it was shown or typed
    countries text,                    -- JSON, weights by code; NULL if the member typed the name
    gender text CHECK (gender IN ('F', 'M')),
    sharpness double precision,        -- the s in p^s / Σ p^s
    seed bigint,                       -- of the random generator, if known
    starred_at bigint NOT NULL,
    place bigint NOT NULL,             -- in the member's own order
    standing bigint NOT NULL,          -- where the member's duels have left it: see Standing
    number bigint NOT NULL,
    PRIMARY KEY (guild, member, folded)
);
CREATE INDEX star_by_name ON star (guild, folded, number);
CREATE INDEX star_of_member ON star (member);

-- When a member last used their favourites in a group.
CREATE TABLE last_use (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,
    used_on bigint NOT NULL,           -- day since 1970, UTC; written again after thirty days
    number bigint NOT NULL,
    PRIMARY KEY (guild, member)
);
CREATE INDEX last_use_of_member ON last_use (member);
CREATE INDEX last_use_by_day ON last_use (used_on);

-- A member lets another see which names both like, if the other does so too.
CREATE TABLE consent (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,            -- who consents
    other bigint NOT NULL CHECK (other <> member),
    given_at bigint NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (guild, member, other)
);
CREATE INDEX consent_of_member ON consent (member);
CREATE INDEX consent_to_other ON consent (other);

-- A name that a member likes in a match: the other hears of it only if they like it, too.
CREATE TABLE liking (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,            -- who likes it
    other bigint NOT NULL,             -- whom they match with
    folded text NOT NULL,
    name text NOT NULL,                -- as it was shown
    countries text,                    -- JSON, weights by code; NULL if it is mostly typed
    gender text CHECK (gender IN ('F', 'M')),
    number bigint NOT NULL,
    PRIMARY KEY (guild, member, other, folded)
);
CREATE INDEX liking_of_member ON liking (member);
CREATE INDEX liking_of_other ON liking (other);

-- Which names two go through in their match.
CREATE TABLE search (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,            -- each of the two has a row
    other bigint NOT NULL,
    wish text NOT NULL,                -- countries, gender and letters
    place bigint NOT NULL,             -- of the name that the member was shown last
    number bigint NOT NULL,
    PRIMARY KEY (guild, member, other)
);
CREATE INDEX search_of_member ON search (member);
CREATE INDEX search_of_other ON search (other);

-- Members who take no invitations to a match.
CREATE TABLE not_invited (
    member bigint PRIMARY KEY,
    number bigint NOT NULL
);

-- Names that those who manage a group have hidden from its top five.
CREATE TABLE hidden_name (
    guild bigint NOT NULL,
    folded text NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (guild, folded)
);

-- Groups whose members may not bring names that they type themselves.
CREATE TABLE typed_names_refused (
    guild bigint PRIMARY KEY,
    number bigint NOT NULL
);

-- Which names a group, or a member in direct messages, has been shown.
CREATE TABLE seen (
    guild bigint NOT NULL,             -- 0 in direct messages
    member bigint NOT NULL,            -- 0 in groups, whose members see names together
    subject text NOT NULL,             -- whose names: the codes of a country, or of several
    bitmap bytea NOT NULL,             -- a bit for each checksum of a name, 1 once it was shown
    cards bigint NOT NULL,             -- how many were shown
    used_on bigint NOT NULL,           -- day since 1970, UTC
    number bigint NOT NULL,
    PRIMARY KEY (guild, member, subject)
);
CREATE INDEX seen_by_day ON seen (used_on);

-- The groups that the bot is in, and those that it was removed from.
CREATE TABLE joined (
    id bigint PRIMARY KEY,
    left_at bigint,                    -- NULL while the bot is in it
    left_number bigint                 -- the newest number when it was removed
);
CREATE INDEX joined_by_departure ON joined (left_at);

-- What was deleted, so that it is deleted again from an older copy of the database.
CREATE TABLE deletion (
    number bigint PRIMARY KEY,         -- all in its scope with a number up to this one
    mark text NOT NULL                 -- its scope, hashed with the ledger's key
);

-- Which database this is, and what upkeep has done.
CREATE TABLE ledger (
    one integer PRIMARY KEY CHECK (one = 1),
    version bigint NOT NULL,           -- of these tables
    id text NOT NULL,                  -- random; all copies share it
    key text NOT NULL,                 -- random; marks are hashed with it
    number bigint NOT NULL,            -- SQLite's newest number; PostgreSQL has a sequence
    purged_until bigint,               -- what the last purge took the time for
    purged_at bigint,                  -- when it was made
    commands text                      -- a digest of those that Discord was told last
);
