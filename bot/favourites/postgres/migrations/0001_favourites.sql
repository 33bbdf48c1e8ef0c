-- What an SQLite file of version 4 holds, with the same names. Keys begin with the group's id, by
-- which the tables can be distributed; only `tombstone`, `ledger` and `identity` have none.

-- The order of stars, decisions and deletions, which no clock decides. A number is taken under a
-- lock, so that those of a member, and of a group, are in the order in which they are committed.
CREATE SEQUENCE numbers AS bigint;
-- They begin with the hours since 1970, so that those of unrelated databases differ.
SELECT setval('numbers', (extract(epoch FROM now())::bigint / 3600) << 36);

-- A member's star for a name.
CREATE TABLE star (
    guild bigint NOT NULL,              -- 0 in direct messages
    member bigint NOT NULL,
    folded text COLLATE "C" NOT NULL,   -- what makes it that name
    name text NOT NULL,                 -- as it was shown
    countries json,                     -- weights by code; NULL if the member typed the name
    gender text CHECK (gender IN ('F', 'M')),
    sharpness double precision,
    seed bigint,
    starred_at bigint NOT NULL,         -- milliseconds since 1970, UTC
    place integer NOT NULL,             -- in the member's own order; there may be gaps
    sequence bigint NOT NULL,           -- its number
    PRIMARY KEY (guild, member, folded)
);
CREATE INDEX star_of_name ON star (guild, folded, sequence, starred_at);
CREATE INDEX star_of_member ON star (member);

-- A group's names, counted as they are starred, so that a top five need not count them.
CREATE TABLE tally (
    guild bigint NOT NULL,
    folded text COLLATE "C" NOT NULL,
    name text NOT NULL,                 -- as in the first star
    members bigint NOT NULL,
    first_at bigint NOT NULL,
    first_sequence bigint NOT NULL,
    PRIMARY KEY (guild, folded)
);
CREATE INDEX tally_by_rank ON tally (guild, members DESC, first_sequence, first_at, folded);

-- When a member last used their favourites in a group, so that they need not be kept for ever.
CREATE TABLE activity (
    guild bigint NOT NULL,              -- 0 in direct messages
    member bigint NOT NULL,
    used_on integer NOT NULL,           -- day since 1970, UTC; at most 30 days before the last use
    PRIMARY KEY (guild, member)
);
CREATE INDEX activity_of_member ON activity (member);
CREATE INDEX activity_by_day ON activity (used_on);

-- The groups that the bot is in, and those that it was removed from.
CREATE TABLE guild (
    id bigint PRIMARY KEY CHECK (id <> 0),
    left_at bigint,                     -- milliseconds since 1970, UTC; NULL while the bot is in it
    left_sequence bigint                -- the number at which it was removed
);
CREATE INDEX guild_by_departure ON guild (left_at) WHERE left_at IS NOT NULL;

-- Names that those who manage a group have hidden from its board.
CREATE TABLE hidden_name (
    guild bigint NOT NULL CHECK (guild <> 0),
    folded text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (guild, folded)
);

-- Groups whose members may not bring names that they type themselves.
CREATE TABLE typed_names_refused (
    guild bigint PRIMARY KEY CHECK (guild <> 0),
    sequence bigint NOT NULL
);

-- What was deleted, so that it is deleted again from a backup that is restored.
CREATE TABLE tombstone (
    key bytea NOT NULL,                 -- random; the same for all that were made in one database
    mark bytea NOT NULL,                -- the scope of the deletion, hashed with the key
    sequence bigint NOT NULL,           -- its number
    deleted_at bigint NOT NULL,         -- milliseconds since 1970, UTC
    PRIMARY KEY (key, mark)
);

-- What maintenance has done.
CREATE TABLE ledger (
    one integer PRIMARY KEY CHECK (one = 1),
    purged_until bigint                 -- what the last purge took the time for: as above
);
INSERT INTO ledger (one) VALUES (1);

-- Which database this is; its copies share the id.
CREATE TABLE identity (
    one integer PRIMARY KEY CHECK (one = 1),
    id bytea NOT NULL,                  -- random
    inherited integer NOT NULL,         -- 1 if there was data before there was an id
    forgotten bigint NOT NULL           -- deletions up to this number are not all recorded any more
);
INSERT INTO identity VALUES (1, uuid_send(gen_random_uuid()), 0, 0);

-- Every change of a list begins with two locks of its transaction: of the group, shared, and of the
-- member. Members' own changes take turns. Whoever deletes, or decides for, a whole group has it to
-- themselves, and waits for the changes under way.

-- Stars a name, last in the member's order. Returns what was the matter, or 'new'.
CREATE FUNCTION star_name(
    in_guild bigint, in_member bigint, in_folded text, in_name text,
    in_countries json, in_gender text, in_sharpness double precision, in_seed bigint,
    in_starred_at bigint, most integer
) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    own record;
    number bigint;
    today integer := in_starred_at / 86400000;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(in_guild), pg_advisory_xact_lock(in_member);
    SELECT count(*) AS stars, coalesce(max(place), 0) AS last_place,
        coalesce(bool_or(folded = in_folded), false) AS starred
    INTO own FROM star WHERE guild = in_guild AND member = in_member;
    IF own.starred THEN
        RETURN 'starred';
    ELSIF own.stars >= most THEN
        RETURN 'full';
    ELSIF in_countries IS NULL
        AND EXISTS (SELECT FROM typed_names_refused WHERE guild = in_guild)
        AND NOT EXISTS (SELECT FROM tally WHERE guild = in_guild AND folded = in_folded)
    THEN
        RETURN 'refused';
    END IF;
    number := nextval('numbers');
    IF in_guild <> 0 THEN
        INSERT INTO tally AS counted (guild, folded, name, members, first_at, first_sequence)
        VALUES (in_guild, in_folded, in_name, 1, in_starred_at, number)
        ON CONFLICT (guild, folded) DO UPDATE SET members = counted.members + 1;
        -- Another member's star that got a later number may have been quicker.
        UPDATE tally SET name = in_name, first_at = in_starred_at, first_sequence = number
        WHERE guild = in_guild AND folded = in_folded AND first_sequence > number;
    END IF;
    INSERT INTO star (guild, member, folded, name, countries, gender, sharpness, seed, starred_at,
        place, sequence)
    VALUES (in_guild, in_member, in_folded, in_name, in_countries, in_gender, in_sharpness, in_seed,
        in_starred_at, own.last_place + 1, number);
    INSERT INTO activity AS known (guild, member, used_on) VALUES (in_guild, in_member, today)
    ON CONFLICT (guild, member) DO UPDATE SET used_on = excluded.used_on
    WHERE known.used_on <= excluded.used_on - 30;
    RETURN 'new';
END $$;

-- Removes stars of one group, given as members and folded names, and returns how many there were.
-- The caller holds the locks of their lists, or of the group.
CREATE FUNCTION remove_stars(in_guild bigint, in_members bigint[], in_names text[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    removed bigint;
BEGIN
    -- In one order, so that nobody waits for somebody who waits for them. And first, so that all
    -- that is counted in them is committed when the first star that is left is looked up.
    PERFORM FROM tally WHERE guild = in_guild AND folded = ANY (in_names) ORDER BY folded FOR UPDATE;
    WITH gone AS (
        DELETE FROM star USING unnest(in_members, in_names) AS wanted (member, folded)
        WHERE star.guild = in_guild AND star.member = wanted.member
            AND star.folded = wanted.folded
        RETURNING star.folded
    ), counted AS (
        UPDATE tally SET members = tally.members - gone_of_name.number
        FROM (SELECT folded, count(*) AS number FROM gone GROUP BY folded) AS gone_of_name
        WHERE tally.guild = in_guild AND tally.folded = gone_of_name.folded
    )
    SELECT count(*) INTO removed FROM gone;
    DELETE FROM tally WHERE guild = in_guild AND folded = ANY (in_names) AND tally.members = 0;
    UPDATE tally SET name = first.name, first_at = first.starred_at, first_sequence = first.sequence
    FROM (SELECT DISTINCT unnest(in_names) AS folded) AS changed, LATERAL (
        SELECT star.name, star.starred_at, star.sequence FROM star
        WHERE star.guild = in_guild AND star.folded = changed.folded
        ORDER BY star.sequence, star.starred_at, star.member LIMIT 1
    ) AS first
    WHERE tally.guild = in_guild AND tally.folded = changed.folded
        AND (tally.name, tally.first_at, tally.first_sequence)
            IS DISTINCT FROM (first.name, first.starred_at, first.sequence);
    RETURN removed;
END $$;

-- Removes a member's star, and returns whether there was one.
CREATE FUNCTION unstar_name(in_guild bigint, in_member bigint, in_folded text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(in_guild), pg_advisory_xact_lock(in_member);
    RETURN remove_stars(in_guild, ARRAY[in_member], ARRAY[in_folded]) > 0;
END $$;

-- Swaps a favourite with the one above (-1) or below it (1), and returns whether there is one.
CREATE FUNCTION move_star(in_guild bigint, in_member bigint, in_folded text, direction integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    here integer;
    neighbour record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(in_guild), pg_advisory_xact_lock(in_member);
    SELECT place INTO here FROM star
    WHERE guild = in_guild AND member = in_member AND folded = in_folded;
    SELECT folded, place INTO neighbour FROM star
    WHERE guild = in_guild AND member = in_member AND (place - here) * direction > 0
    ORDER BY (place - here) * direction LIMIT 1;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE star SET place = CASE folded WHEN in_folded THEN neighbour.place ELSE here END
    WHERE guild = in_guild AND member = in_member AND folded IN (in_folded, neighbour.folded);
    RETURN true;
END $$;
