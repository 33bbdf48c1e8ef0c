-- A member lets another see which names both have starred, if the other does so too.
CREATE TABLE consent (
    guild bigint NOT NULL,              -- 0 in direct messages
    member bigint NOT NULL,             -- who consents
    other bigint NOT NULL CHECK (other <> member),
    given_at bigint NOT NULL,           -- milliseconds since 1970, UTC
    sequence bigint NOT NULL,           -- its number
    PRIMARY KEY (guild, member, other)
);
CREATE INDEX consent_of_member ON consent (member);
CREATE INDEX consent_to_other ON consent (other);
