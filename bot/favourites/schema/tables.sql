-- The tables of both kinds of database. Words in braces are each kind's own; `schema.py` has them.

-- A member's star for a name.
CREATE TABLE star (
    guild {integer} NOT NULL,          -- 0 in direct messages: a NULL would admit doubles
    member {integer} NOT NULL,
    folded {key} NOT NULL,             -- what makes it that name
    name TEXT NOT NULL,                -- as it was shown
    countries TEXT,                    -- JSON, weights by code; NULL if the member typed the name
    gender TEXT CHECK (gender IN ('F', 'M')),
    sharpness {real},
    seed {integer},
    starred_at {integer} NOT NULL,     -- milliseconds since 1970, UTC
    place {integer} NOT NULL,          -- in the member's own order; there may be gaps
    sequence {integer} NOT NULL,       -- its number: the order of stars, which no clock decides
    standing {integer} NOT NULL DEFAULT 0, -- 2 if the member's duel settled its place, 1 if it is
                                       -- behind those, 0 if it was in none yet
    PRIMARY KEY (guild, member, folded)
) {clustered};
-- Numbers are unique, which lets SQLite find a name's first star at once.
CREATE UNIQUE INDEX star_of_name ON star (guild, folded, sequence);
CREATE INDEX star_of_member ON star (member);

-- A group's names, counted as they are starred, so that a top five need not count them.
CREATE TABLE tally (
    guild {integer} NOT NULL,
    folded {key} NOT NULL,
    name TEXT NOT NULL,                -- as in the first star
    members {integer} NOT NULL,
    first_at {integer} NOT NULL,       -- of the first star, as below
    first_sequence {integer} NOT NULL,
    PRIMARY KEY (guild, folded)
) {clustered};
CREATE INDEX tally_by_rank ON tally (guild, members DESC, first_sequence);

-- When a member last used their favourites in a group, so that they need not be kept for ever.
CREATE TABLE activity (
    guild {integer} NOT NULL,          -- 0 in direct messages
    member {integer} NOT NULL,
    used_on {integer} NOT NULL,        -- day since 1970, UTC; at most 30 days before the last use
    ties_sequence {integer},           -- number at which they let their order break ties, or NULL
    PRIMARY KEY (guild, member)
) {clustered};
CREATE INDEX activity_of_member ON activity (member);
CREATE INDEX activity_by_day ON activity (used_on);
CREATE INDEX tie_breaker ON activity (guild, ties_sequence, member)
WHERE ties_sequence IS NOT NULL;

-- The groups that the bot is in, and those that it was removed from.
CREATE TABLE guild (
    id {integer} PRIMARY KEY CHECK (id <> 0),
    left_at {integer},                 -- milliseconds since 1970, UTC; NULL while the bot is in it
    left_sequence {integer}            -- the newest number when it was removed
);
CREATE INDEX guild_by_departure ON guild (left_at) WHERE left_at IS NOT NULL;

-- Names that those who manage a group have hidden from its board.
CREATE TABLE hidden_name (
    guild {integer} NOT NULL CHECK (guild <> 0),
    folded {key} NOT NULL,
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, folded)
) {clustered};

-- Groups whose members may not bring names that they type themselves.
CREATE TABLE typed_names_refused (
    guild {integer} PRIMARY KEY CHECK (guild <> 0),
    sequence {integer} NOT NULL
);

-- A member lets another see which names both like in their match, if the other does so too.
CREATE TABLE consent (
    guild {integer} NOT NULL,          -- 0 in direct messages
    member {integer} NOT NULL,         -- who consents
    other {integer} NOT NULL CHECK (other <> member),
    given_at {integer} NOT NULL,       -- milliseconds since 1970, UTC
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, member, other)
) {clustered};
CREATE INDEX consent_of_member ON consent (member);
CREATE INDEX consent_to_other ON consent (other);

-- A name that a member likes in a match: the other hears of it only if they like it, too.
CREATE TABLE liking (
    guild {integer} NOT NULL,          -- 0 in direct messages
    member {integer} NOT NULL,         -- who likes it
    other {integer} NOT NULL,          -- whom they match with
    folded {key} NOT NULL,             -- what makes it that name
    name TEXT NOT NULL,                -- as it was shown
    country TEXT,                      -- whose names were chosen: its code; NULL if the member typed
                                       -- most of the name
    gender TEXT CHECK (gender IN ('F', 'M')),
    told {integer} NOT NULL,           -- 1 once the other has been told that both like it
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, member, other, folded)
) {clustered};
CREATE INDEX liking_of_member ON liking (member);
CREATE INDEX liking_of_other ON liking (other);

-- Whom a member does not want to be asked by: by one person anywhere, or by anybody in a group.
CREATE TABLE refusal (
    guild {integer} NOT NULL,          -- 0 for one person, and for direct messages
    member {integer} NOT NULL,         -- who is not asked
    other {integer} NOT NULL,          -- who does not ask; 0 for anybody in the group
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, member, other)
) {clustered};
CREATE INDEX refusal_of_member ON refusal (member);

-- What members and groups may do a few times an hour only.
CREATE TABLE allowance (
    owner {integer} NOT NULL,          -- a member or a group
    purpose TEXT NOT NULL,
    whole_at {integer} NOT NULL,       -- milliseconds since 1970: when all of it is there again
    PRIMARY KEY (owner, purpose)
) {clustered};

-- How far a group, or a member in direct messages, has gone through the cards of a request.
CREATE TABLE place (
    guild {integer} NOT NULL,          -- 0 in direct messages
    member {integer} NOT NULL,         -- 0 in groups, whose members go on together
    request {bytes} NOT NULL,          -- a digest of what was asked for, since letters are typed
    next {integer} NOT NULL,           -- after the last place that a process has reserved
    used_on {integer} NOT NULL,        -- day since 1970, UTC
    PRIMARY KEY (guild, member, request)
) {clustered};
CREATE INDEX place_by_day ON place (used_on);

-- What was deleted, so that it is deleted again from a backup that is restored.
CREATE TABLE tombstone (
    key {bytes} NOT NULL,              -- random; the same for all that were made in one database
    mark {bytes} NOT NULL,             -- the scope of the deletion, hashed with the key
    sequence {integer} NOT NULL,       -- its number
    deleted_at {integer} NOT NULL,     -- milliseconds since 1970, UTC
    PRIMARY KEY (key, mark)
) {clustered};

-- Which database this is.
CREATE TABLE identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id {bytes} NOT NULL,               -- random; its copies share it
    forgotten {integer} NOT NULL,      -- deletions up to this number are not all recorded any more
    moved_to TEXT,                     -- where everything was moved; nobody may serve it any more
    place TEXT                         -- where it was last served, to notice that it is a copy
);
