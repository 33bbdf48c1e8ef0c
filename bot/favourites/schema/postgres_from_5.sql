-- Where a member's duel has left a name.
ALTER TABLE star ADD COLUMN standing bigint NOT NULL DEFAULT 0;

-- A name that a member likes in a match: the other hears of it only if they like it, too.
CREATE TABLE liking (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    other bigint NOT NULL,
    folded text COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    gender TEXT CHECK (gender IN ('F', 'M')),
    told bigint NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (guild, member, other, folded)
);
CREATE INDEX liking_of_member ON liking (member);
CREATE INDEX liking_of_other ON liking (other);

-- Whom a member does not want to be asked by: by one person anywhere, or by anybody in a group.
CREATE TABLE refusal (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    other bigint NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (guild, member, other)
);
CREATE INDEX refusal_of_member ON refusal (member);
