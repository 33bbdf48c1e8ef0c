-- Counts and places are kept by the transactions that change a star.
DROP TRIGGER star_made;
DROP TRIGGER star_gone;
DROP TRIGGER star_numbered;
DROP TRIGGER hiding_numbered;
DROP TRIGGER refusal_numbered;
DROP TRIGGER consent_numbered;

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

DROP INDEX activity_by_day;
DROP INDEX tie_breaker;
ALTER TABLE activity RENAME TO former;
CREATE TABLE activity (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    used_on INTEGER NOT NULL,
    ties_sequence INTEGER,
    PRIMARY KEY (guild, member)
) WITHOUT ROWID;
INSERT INTO activity (guild, member, used_on, ties_sequence)
SELECT guild, member, used_on, ties_sequence FROM former;
DROP TABLE former;
CREATE INDEX activity_of_member ON activity (member);
CREATE INDEX activity_by_day ON activity (used_on);
CREATE INDEX tie_breaker ON activity (guild, ties_sequence, member)
WHERE ties_sequence IS NOT NULL;
CREATE INDEX guild_by_departure ON guild (left_at) WHERE left_at IS NOT NULL;

ALTER TABLE identity DROP COLUMN inherited;
ALTER TABLE identity ADD COLUMN moved_to TEXT;
ALTER TABLE identity ADD COLUMN place TEXT;
ALTER TABLE ledger ADD COLUMN purged_at INTEGER;
ALTER TABLE ledger ADD COLUMN commands TEXT;

CREATE TABLE allowance (
    owner INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    whole_at INTEGER NOT NULL,
    PRIMARY KEY (owner, purpose)
) WITHOUT ROWID;

CREATE TABLE place (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    request BLOB NOT NULL,
    next INTEGER NOT NULL,
    used_on INTEGER NOT NULL,
    PRIMARY KEY (guild, member, request)
) WITHOUT ROWID;
CREATE INDEX place_by_day ON place (used_on);
