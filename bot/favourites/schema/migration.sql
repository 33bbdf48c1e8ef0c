-- From the version before. Words in braces are each kind's own; `schema.py` has them.

-- Where a member's duel has left a name.
ALTER TABLE star ADD COLUMN standing {integer} NOT NULL DEFAULT 0;

-- A name that a member likes in a match: the other hears of it only if they like it, too.
CREATE TABLE liking (
    guild {integer} NOT NULL,
    member {integer} NOT NULL,
    other {integer} NOT NULL,
    folded {key} NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    gender TEXT CHECK (gender IN ('F', 'M')),
    told {integer} NOT NULL,
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, member, other, folded)
) {clustered};
CREATE INDEX liking_of_member ON liking (member);
CREATE INDEX liking_of_other ON liking (other);

-- Whom a member does not want to be asked by: by one person anywhere, or by anybody in a group.
CREATE TABLE refusal (
    guild {integer} NOT NULL,
    member {integer} NOT NULL,
    other {integer} NOT NULL,
    sequence {integer} NOT NULL,
    PRIMARY KEY (guild, member, other)
) {clustered};
CREATE INDEX refusal_of_member ON refusal (member);
