-- Counts and places are kept by the transactions that change a star.
DROP FUNCTION star_name, unstar_name, move_star, remove_stars;

-- Stars from before there were numbers get the first ones, in the order of their times. Groups left
-- before that have none that is younger.
UPDATE guild SET left_sequence = (SELECT count(*) FROM star WHERE sequence = 0)
WHERE left_sequence = 0;
UPDATE star SET sequence = early.number FROM (
    SELECT guild, member, folded, row_number() OVER (ORDER BY starred_at, guild, member) AS number
    FROM star WHERE sequence = 0
) AS early
WHERE (star.guild, star.member, star.folded) = (early.guild, early.member, early.folded);
UPDATE tally SET (name, first_at, first_sequence) = (
    SELECT name, starred_at, sequence FROM star
    WHERE star.guild = tally.guild AND star.folded = tally.folded ORDER BY sequence LIMIT 1
) WHERE first_sequence = 0;

DROP INDEX star_of_name;
CREATE UNIQUE INDEX star_of_name ON star (guild, folded, sequence);
DROP INDEX tally_by_rank;
CREATE INDEX tally_by_rank ON tally (guild, members DESC, first_sequence);
ALTER TABLE star ALTER COLUMN countries TYPE text;
ALTER TABLE star ALTER COLUMN place TYPE bigint;
ALTER TABLE activity ALTER COLUMN used_on TYPE bigint;
ALTER TABLE identity DROP COLUMN inherited;
ALTER TABLE identity ADD COLUMN moved_to text;
ALTER TABLE identity ADD COLUMN place text;
ALTER TABLE ledger ADD COLUMN purged_at bigint;
ALTER TABLE ledger ADD COLUMN commands text;

CREATE TABLE allowance (
    owner bigint NOT NULL,
    purpose text NOT NULL,
    whole_at bigint NOT NULL,
    PRIMARY KEY (owner, purpose)
);

CREATE TABLE place (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    request bytea NOT NULL,
    next bigint NOT NULL,
    used_on bigint NOT NULL,
    PRIMARY KEY (guild, member, request)
);
CREATE INDEX place_by_day ON place (used_on);

-- Processes share no shards any more.
DROP TABLE cluster, process, shard, identify_turn, identify_budget;
