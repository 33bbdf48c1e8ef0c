-- Where a member's duel has left a name.
ALTER TABLE star ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;

-- A name that a member likes in a match: the other hears of it only if they like it, too.
CREATE TABLE liking (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    other INTEGER NOT NULL,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    gender TEXT CHECK (gender IN ('F', 'M')),
    told INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (guild, member, other, folded)
) WITHOUT ROWID;
CREATE INDEX liking_of_member ON liking (member);
CREATE INDEX liking_of_other ON liking (other);

-- Whom a member does not want to be asked by: by one person anywhere, or by anybody in a group.
CREATE TABLE refusal (
    guild INTEGER NOT NULL,
    member INTEGER NOT NULL,
    other INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (guild, member, other)
) WITHOUT ROWID;
CREATE INDEX refusal_of_member ON refusal (member);
