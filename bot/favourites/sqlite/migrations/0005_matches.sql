-- A member lets another see which names both have starred, if the other does so too.
CREATE TABLE consent (
    guild INTEGER NOT NULL,      -- 0 in direct messages
    member INTEGER NOT NULL,     -- who consents
    other INTEGER NOT NULL CHECK (other <> member),
    given_at INTEGER NOT NULL,   -- milliseconds since 1970, UTC
    sequence INTEGER NOT NULL,   -- of the ledger, to tell whether a deletion came first
    PRIMARY KEY (guild, member, other)
) WITHOUT ROWID;
CREATE INDEX consent_of_member ON consent (member);
CREATE INDEX consent_to_other ON consent (other);

CREATE TRIGGER consent_numbered AFTER INSERT ON consent BEGIN
    UPDATE ledger SET sequence = new.sequence WHERE sequence < new.sequence;
END;
