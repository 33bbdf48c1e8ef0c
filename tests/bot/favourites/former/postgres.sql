CREATE SCHEMA nomen;
CREATE TABLE nomen.activity (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    used_on bigint NOT NULL,
    ties_sequence bigint
);
CREATE TABLE nomen.allowance (
    owner bigint NOT NULL,
    purpose text NOT NULL,
    whole_at bigint NOT NULL
);
CREATE TABLE nomen.consent (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    other bigint NOT NULL,
    given_at bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT consent_check CHECK ((other <> member))
);
CREATE TABLE nomen.guild (
    id bigint NOT NULL,
    left_at bigint,
    left_sequence bigint,
    CONSTRAINT guild_id_check CHECK ((id <> 0))
);
CREATE TABLE nomen.hidden_name (
    guild bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    CONSTRAINT hidden_name_guild_check CHECK ((guild <> 0))
);
CREATE TABLE nomen.identity (
    one integer NOT NULL,
    id bytea NOT NULL,
    forgotten bigint NOT NULL,
    moved_to text,
    place text,
    CONSTRAINT identity_one_check CHECK ((one = 1))
);
CREATE TABLE nomen.ledger (
    one integer NOT NULL,
    purged_until bigint,
    purged_at bigint,
    commands text,
    CONSTRAINT ledger_one_check CHECK ((one = 1))
);
CREATE SEQUENCE nomen.numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE nomen.place (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    request bytea NOT NULL,
    next bigint NOT NULL,
    used_on bigint NOT NULL
);
CREATE TABLE nomen.star (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    countries text,
    gender text,
    sharpness double precision,
    seed bigint,
    starred_at bigint NOT NULL,
    place bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT star_gender_check CHECK ((gender = ANY (ARRAY['F'::text, 'M'::text])))
);
CREATE TABLE nomen.tally (
    guild bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    members bigint NOT NULL,
    first_at bigint NOT NULL,
    first_sequence bigint NOT NULL
);
CREATE TABLE nomen.tombstone (
    key bytea NOT NULL,
    mark bytea NOT NULL,
    sequence bigint NOT NULL,
    deleted_at bigint NOT NULL
);
CREATE TABLE nomen.typed_names_refused (
    guild bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT typed_names_refused_guild_check CHECK ((guild <> 0))
);
CREATE TABLE nomen.version (
    one integer NOT NULL,
    number integer NOT NULL,
    CONSTRAINT version_one_check CHECK ((one = 1))
);
INSERT INTO nomen.activity VALUES (948206371528474634, 487261930548117504, 20454, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 904417265938120704, 20454, NULL);
INSERT INTO nomen.activity VALUES (1076385924107358289, 904417265938120704, 20454, NULL);
INSERT INTO nomen.activity VALUES (1076385924107358289, 487261930548117504, 20454, NULL);
INSERT INTO nomen.activity VALUES (0, 219483756120375296, 20454, NULL);
INSERT INTO nomen.activity VALUES (0, 1318440295716487168, 20454, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 219483756120375296, 20454, 34282635115102229);
INSERT INTO nomen.activity VALUES (1076385924107358289, 1318440295716487168, 20456, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 1318440295716487168, 20457, NULL);
INSERT INTO nomen.consent VALUES (948206371528474634, 219483756120375296, 487261930548117504, 1767320400220, 34282635115102233);
INSERT INTO nomen.consent VALUES (948206371528474634, 487261930548117504, 219483756120375296, 1767320460220, 34282635115102234);
INSERT INTO nomen.consent VALUES (948206371528474634, 904417265938120704, 219483756120375296, 1767320580220, 34282635115102239);
INSERT INTO nomen.guild VALUES (948206371528474634, NULL, NULL);
INSERT INTO nomen.guild VALUES (1076385924107358289, 1767320580220, 34282635115102240);
INSERT INTO nomen.hidden_name VALUES (948206371528474634, 'tarvo', 34282635115102230);
INSERT INTO nomen.hidden_name VALUES (948206371528474634, 'grubnik', 34282635115102231);
INSERT INTO nomen.identity VALUES (1, '\xb56ac035605542fd9a713e03093f4516', 0, NULL, '7713594544435488011 16384 16469 1');
INSERT INTO nomen.ledger VALUES (1, 1767493500220, NULL, NULL);
INSERT INTO nomen.place VALUES (948206371528474634, 0, '\x612072657175657374', 3, 20455);
INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'jose', 'Jose', NULL, NULL, NULL, NULL, 1767229380099, 1, 34282635115102217);
INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767229800110, 2, 34282635115102218);
INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'tarvo', 'Tarvo', '{"EE": 1.0}', NULL, 2, 0, 1767230220121, 3, 34282635115102219);
INSERT INTO nomen.star VALUES (948206371528474634, 904417265938120704, 'jeanluc', 'Jeanluc', NULL, NULL, NULL, NULL, 1767230640132, 1, 34282635115102220);
INSERT INTO nomen.star VALUES (948206371528474634, 904417265938120704, 'tarvo', 'Tarvo', '{"EE": 1.0}', NULL, 2, 0, 1767231060143, 2, 34282635115102221);
INSERT INTO nomen.star VALUES (1076385924107358289, 904417265938120704, 'anais', 'Anais', NULL, NULL, NULL, NULL, 1767231900165, 1, 34282635115102223);
INSERT INTO nomen.star VALUES (1076385924107358289, 487261930548117504, 'darasimi', 'Darasimi', '{"NG": 1.0}', NULL, 1.35, 77, 1767232320176, 1, 34282635115102224);
INSERT INTO nomen.star VALUES (0, 219483756120375296, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767232740187, 1, 34282635115102225);
INSERT INTO nomen.star VALUES (0, 219483756120375296, 'oneil', 'O’Neil', NULL, NULL, NULL, NULL, 1767233160198, 2, 34282635115102226);
INSERT INTO nomen.star VALUES (0, 1318440295716487168, 'ольга', 'Ольга', NULL, NULL, NULL, NULL, 1767234000220, 1, 34282635115102228);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'lucjan', 'Łucjan', '{"PL": 1.0}', 'M', 0.7, 4294967295, 1767228960088, 1, 34282635115102216);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'mirelle', 'Mirelle', '{"FR": 1.0}', 'F', 1, NULL, 1767228540077, 5, 34282635115102215);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'jose', 'José', NULL, NULL, NULL, NULL, 1767226440022, 2, 34282635115102210);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767226020011, 4, 34282635115102209);
INSERT INTO nomen.star VALUES (1076385924107358289, 1318440295716487168, 'mirelle', 'Mirelle', '{"FR": 1.0}', 'F', 1, NULL, 1767406980220, 1, 34282635115102241);
INSERT INTO nomen.star VALUES (948206371528474634, 1318440295716487168, 'nerissa', 'Nerissa', '{"IT": 0.6666666666666666, "GR": 0.3333333333333333}', NULL, 1, NULL, 1767493500220, 1, 34282635115102244);
INSERT INTO nomen.tally VALUES (948206371528474634, 'mirelle', 'Mirelle', 1, 1767228540077, 34282635115102215);
INSERT INTO nomen.tally VALUES (948206371528474634, 'lucjan', 'Łucjan', 1, 1767228960088, 34282635115102216);
INSERT INTO nomen.tally VALUES (948206371528474634, 'jose', 'José', 2, 1767226440022, 34282635115102210);
INSERT INTO nomen.tally VALUES (948206371528474634, 'tarvo', 'Tarvo', 2, 1767230220121, 34282635115102219);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'darasimi', 'Darasimi', 1, 1767232320176, 34282635115102224);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'mirelle', 'Mirelle', 1, 1767406980220, 34282635115102241);
INSERT INTO nomen.tally VALUES (948206371528474634, 'zofieke', 'Zofieke', 2, 1767226020011, 34282635115102209);
INSERT INTO nomen.tally VALUES (948206371528474634, 'jeanluc', 'Jeanluc', 1, 1767230640132, 34282635115102220);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'anais', 'Anais', 1, 1767231900165, 34282635115102223);
INSERT INTO nomen.tally VALUES (948206371528474634, 'nerissa', 'Nerissa', 1, 1767493500220, 34282635115102244);
INSERT INTO nomen.tombstone VALUES ('\xd6d49c5e42cbac8e059c2c5f4b1be6a47f195d0c41677f1933975130dfd0ceb2', '\x5f237ea6d798cb09dbc0a4c7f753d981', 34282635115102242, 1767493380220);
INSERT INTO nomen.tombstone VALUES ('\xd6d49c5e42cbac8e059c2c5f4b1be6a47f195d0c41677f1933975130dfd0ceb2', '\x7d3a09a334b1c53e7374e676490eeda9', 34282635115102243, 1767493440220);
INSERT INTO nomen.typed_names_refused VALUES (948206371528474634, 34282635115102232);
INSERT INTO nomen.version VALUES (1, 5);
SELECT pg_catalog.setval('nomen.numbers', 34282635115102245, true);
ALTER TABLE ONLY nomen.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (guild, member);
ALTER TABLE ONLY nomen.allowance
    ADD CONSTRAINT allowance_pkey PRIMARY KEY (owner, purpose);
ALTER TABLE ONLY nomen.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (guild, member, other);
ALTER TABLE ONLY nomen.guild
    ADD CONSTRAINT guild_pkey PRIMARY KEY (id);
ALTER TABLE ONLY nomen.hidden_name
    ADD CONSTRAINT hidden_name_pkey PRIMARY KEY (guild, folded);
ALTER TABLE ONLY nomen.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (one);
ALTER TABLE ONLY nomen.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (one);
ALTER TABLE ONLY nomen.place
    ADD CONSTRAINT place_pkey PRIMARY KEY (guild, member, request);
ALTER TABLE ONLY nomen.star
    ADD CONSTRAINT star_pkey PRIMARY KEY (guild, member, folded);
ALTER TABLE ONLY nomen.tally
    ADD CONSTRAINT tally_pkey PRIMARY KEY (guild, folded);
ALTER TABLE ONLY nomen.tombstone
    ADD CONSTRAINT tombstone_pkey PRIMARY KEY (key, mark);
ALTER TABLE ONLY nomen.typed_names_refused
    ADD CONSTRAINT typed_names_refused_pkey PRIMARY KEY (guild);
ALTER TABLE ONLY nomen.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (one);
CREATE INDEX activity_by_day ON nomen.activity USING btree (used_on);
CREATE INDEX activity_of_member ON nomen.activity USING btree (member);
CREATE INDEX consent_of_member ON nomen.consent USING btree (member);
CREATE INDEX consent_to_other ON nomen.consent USING btree (other);
CREATE INDEX guild_by_departure ON nomen.guild USING btree (left_at) WHERE (left_at IS NOT NULL);
CREATE INDEX place_by_day ON nomen.place USING btree (used_on);
CREATE INDEX star_of_member ON nomen.star USING btree (member);
CREATE UNIQUE INDEX star_of_name ON nomen.star USING btree (guild, folded, sequence);
CREATE INDEX tally_by_rank ON nomen.tally USING btree (guild, members DESC, first_sequence);
CREATE INDEX tie_breaker ON nomen.activity USING btree (guild, ties_sequence, member) WHERE (ties_sequence IS NOT NULL);
