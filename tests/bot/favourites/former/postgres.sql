--
-- PostgreSQL database dump
--

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

--
-- Name: nomen; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA nomen;

--
-- Name: move_star(bigint, bigint, text, integer); Type: FUNCTION; Schema: nomen; Owner: -
--

CREATE FUNCTION nomen.move_star(in_guild bigint, in_member bigint, in_folded text, steps integer) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
DECLARE
    names text[];
    places integer[];
    here integer;
    there bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(in_guild), pg_advisory_xact_lock(in_member);
    SELECT array_agg(folded ORDER BY place), array_agg(place ORDER BY place)
    INTO names, places FROM star WHERE guild = in_guild AND member = in_member;
    here := array_position(names, in_folded);
    there := least(greatest(here::bigint + steps, 1), cardinality(names));
    IF here IS NULL OR there = here THEN
        RETURN false;
    END IF;
    UPDATE star SET place = places[
        CASE at WHEN here THEN there ELSE at - sign(there - here)::integer END
    ]
    FROM unnest(names) WITH ORDINALITY AS listed (own, at)
    WHERE guild = in_guild AND member = in_member AND folded = listed.own
        AND at BETWEEN least(here, there) AND greatest(here, there);
    RETURN true;
END $$;

--
-- Name: remove_stars(bigint, bigint[], text[]); Type: FUNCTION; Schema: nomen; Owner: -
--

CREATE FUNCTION nomen.remove_stars(in_guild bigint, in_members bigint[], in_names text[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: star_name(bigint, bigint, text, text, json, text, double precision, bigint, bigint, integer); Type: FUNCTION; Schema: nomen; Owner: -
--

CREATE FUNCTION nomen.star_name(in_guild bigint, in_member bigint, in_folded text, in_name text, in_countries json, in_gender text, in_sharpness double precision, in_seed bigint, in_starred_at bigint, most integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
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

--
-- Name: unstar_name(bigint, bigint, text); Type: FUNCTION; Schema: nomen; Owner: -
--

CREATE FUNCTION nomen.unstar_name(in_guild bigint, in_member bigint, in_folded text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(in_guild), pg_advisory_xact_lock(in_member);
    RETURN remove_stars(in_guild, ARRAY[in_member], ARRAY[in_folded]) > 0;
END $$;

--
-- Name: activity; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.activity (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    used_on integer NOT NULL,
    ties_sequence bigint
);

--
-- Name: cluster; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.cluster (
    one integer NOT NULL,
    application bigint NOT NULL,
    shards integer NOT NULL,
    concurrency integer NOT NULL,
    CONSTRAINT cluster_one_check CHECK ((one = 1))
);

--
-- Name: consent; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.consent (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    other bigint NOT NULL,
    given_at bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT consent_check CHECK ((other <> member))
);

--
-- Name: guild; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.guild (
    id bigint NOT NULL,
    left_at bigint,
    left_sequence bigint,
    CONSTRAINT guild_id_check CHECK ((id <> 0))
);

--
-- Name: hidden_name; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.hidden_name (
    guild bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    CONSTRAINT hidden_name_guild_check CHECK ((guild <> 0))
);

--
-- Name: identify_budget; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.identify_budget (
    one integer NOT NULL,
    total integer NOT NULL,
    remaining integer NOT NULL,
    renewed_at timestamp with time zone NOT NULL,
    CONSTRAINT identify_budget_one_check CHECK ((one = 1))
);

--
-- Name: identify_turn; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.identify_turn (
    bucket integer NOT NULL,
    free_at timestamp with time zone NOT NULL
);

--
-- Name: identity; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.identity (
    one integer NOT NULL,
    id bytea NOT NULL,
    inherited integer NOT NULL,
    forgotten bigint NOT NULL,
    CONSTRAINT identity_one_check CHECK ((one = 1))
);

--
-- Name: ledger; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.ledger (
    one integer NOT NULL,
    purged_until bigint,
    CONSTRAINT ledger_one_check CHECK ((one = 1))
);

--
-- Name: numbers; Type: SEQUENCE; Schema: nomen; Owner: -
--

CREATE SEQUENCE nomen.numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

--
-- Name: process; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.process (
    id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

--
-- Name: shard; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.shard (
    number integer NOT NULL,
    holder uuid,
    expires_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    session text,
    sequence bigint,
    gateway text
)
WITH (fillfactor='40');

--
-- Name: star; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.star (
    guild bigint NOT NULL,
    member bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    countries json,
    gender text,
    sharpness double precision,
    seed bigint,
    starred_at bigint NOT NULL,
    place integer NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT star_gender_check CHECK ((gender = ANY (ARRAY['F'::text, 'M'::text])))
);

--
-- Name: tally; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.tally (
    guild bigint NOT NULL,
    folded text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    members bigint NOT NULL,
    first_at bigint NOT NULL,
    first_sequence bigint NOT NULL
);

--
-- Name: tombstone; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.tombstone (
    key bytea NOT NULL,
    mark bytea NOT NULL,
    sequence bigint NOT NULL,
    deleted_at bigint NOT NULL
);

--
-- Name: typed_names_refused; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.typed_names_refused (
    guild bigint NOT NULL,
    sequence bigint NOT NULL,
    CONSTRAINT typed_names_refused_guild_check CHECK ((guild <> 0))
);

--
-- Name: version; Type: TABLE; Schema: nomen; Owner: -
--

CREATE TABLE nomen.version (
    one integer NOT NULL,
    number integer NOT NULL,
    CONSTRAINT version_one_check CHECK ((one = 1))
);

--
-- Data for Name: activity; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.activity VALUES (948206371528474634, 487261930548117504, 20454, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 904417265938120704, 20454, NULL);
INSERT INTO nomen.activity VALUES (1076385924107358289, 904417265938120704, 20454, NULL);
INSERT INTO nomen.activity VALUES (1076385924107358289, 487261930548117504, 20454, NULL);
INSERT INTO nomen.activity VALUES (0, 219483756120375296, 20454, NULL);
INSERT INTO nomen.activity VALUES (0, 1318440295716487168, 20454, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 219483756120375296, 20454, 34281879200858133);
INSERT INTO nomen.activity VALUES (1076385924107358289, 1318440295716487168, 20456, NULL);
INSERT INTO nomen.activity VALUES (948206371528474634, 1318440295716487168, 20457, NULL);

--
-- Data for Name: cluster; Type: TABLE DATA; Schema: nomen; Owner: -
--

--
-- Data for Name: consent; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.consent VALUES (948206371528474634, 219483756120375296, 487261930548117504, 1767320400220, 34281879200858137);
INSERT INTO nomen.consent VALUES (948206371528474634, 487261930548117504, 219483756120375296, 1767320460220, 34281879200858138);
INSERT INTO nomen.consent VALUES (948206371528474634, 904417265938120704, 219483756120375296, 1767320580220, 34281879200858143);

--
-- Data for Name: guild; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.guild VALUES (948206371528474634, NULL, NULL);
INSERT INTO nomen.guild VALUES (1076385924107358289, 1767320580220, 34281879200858144);

--
-- Data for Name: hidden_name; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.hidden_name VALUES (948206371528474634, 'tarvo', 34281879200858134);
INSERT INTO nomen.hidden_name VALUES (948206371528474634, 'grubnik', 34281879200858135);

--
-- Data for Name: identify_budget; Type: TABLE DATA; Schema: nomen; Owner: -
--

--
-- Data for Name: identify_turn; Type: TABLE DATA; Schema: nomen; Owner: -
--

--
-- Data for Name: identity; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.identity VALUES (1, '\xc7c44d5b1222473dbd66bbc718493b9e', 0, 0);

--
-- Data for Name: ledger; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.ledger VALUES (1, 1767493500220);

--
-- Data for Name: process; Type: TABLE DATA; Schema: nomen; Owner: -
--

--
-- Data for Name: shard; Type: TABLE DATA; Schema: nomen; Owner: -
--

--
-- Data for Name: star; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'jose', 'Jose', NULL, NULL, NULL, NULL, 1767229380099, 1, 34281879200858121);
INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767229800110, 2, 34281879200858122);
INSERT INTO nomen.star VALUES (948206371528474634, 487261930548117504, 'tarvo', 'Tarvo', '{"EE": 1.0}', NULL, 2, 0, 1767230220121, 3, 34281879200858123);
INSERT INTO nomen.star VALUES (948206371528474634, 904417265938120704, 'jeanluc', 'Jeanluc', NULL, NULL, NULL, NULL, 1767230640132, 1, 34281879200858124);
INSERT INTO nomen.star VALUES (948206371528474634, 904417265938120704, 'tarvo', 'Tarvo', '{"EE": 1.0}', NULL, 2, 0, 1767231060143, 2, 34281879200858125);
INSERT INTO nomen.star VALUES (1076385924107358289, 904417265938120704, 'anais', 'Anais', NULL, NULL, NULL, NULL, 1767231900165, 1, 34281879200858127);
INSERT INTO nomen.star VALUES (1076385924107358289, 487261930548117504, 'darasimi', 'Darasimi', '{"NG": 1.0}', NULL, 1.35, 77, 1767232320176, 1, 34281879200858128);
INSERT INTO nomen.star VALUES (0, 219483756120375296, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767232740187, 1, 34281879200858129);
INSERT INTO nomen.star VALUES (0, 219483756120375296, 'oneil', 'O’Neil', NULL, NULL, NULL, NULL, 1767233160198, 2, 34281879200858130);
INSERT INTO nomen.star VALUES (0, 1318440295716487168, 'ольга', 'Ольга', NULL, NULL, NULL, NULL, 1767234000220, 1, 34281879200858132);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'lucjan', 'Łucjan', '{"PL": 1.0}', 'M', 0.7, 4294967295, 1767228960088, 1, 34281879200858120);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'mirelle', 'Mirelle', '{"FR": 1.0}', 'F', 1, NULL, 1767228540077, 5, 34281879200858119);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'jose', 'José', NULL, NULL, NULL, NULL, 1767226440022, 2, 34281879200858114);
INSERT INTO nomen.star VALUES (948206371528474634, 219483756120375296, 'zofieke', 'Zofieke', '{"PL": 0.6, "NL": 0.4}', 'F', 2, 312, 1767226020011, 4, 34281879200858113);
INSERT INTO nomen.star VALUES (1076385924107358289, 1318440295716487168, 'mirelle', 'Mirelle', '{"FR": 1.0}', 'F', 1, NULL, 1767406980220, 1, 34281879200858145);
INSERT INTO nomen.star VALUES (948206371528474634, 1318440295716487168, 'nerissa', 'Nerissa', '{"IT": 0.6666666666666666, "GR": 0.3333333333333333}', NULL, 1, NULL, 1767493500220, 1, 34281879200858148);

--
-- Data for Name: tally; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.tally VALUES (948206371528474634, 'mirelle', 'Mirelle', 1, 1767228540077, 34281879200858119);
INSERT INTO nomen.tally VALUES (948206371528474634, 'lucjan', 'Łucjan', 1, 1767228960088, 34281879200858120);
INSERT INTO nomen.tally VALUES (948206371528474634, 'jose', 'José', 2, 1767226440022, 34281879200858114);
INSERT INTO nomen.tally VALUES (948206371528474634, 'tarvo', 'Tarvo', 2, 1767230220121, 34281879200858123);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'darasimi', 'Darasimi', 1, 1767232320176, 34281879200858128);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'mirelle', 'Mirelle', 1, 1767406980220, 34281879200858145);
INSERT INTO nomen.tally VALUES (948206371528474634, 'zofieke', 'Zofieke', 2, 1767226020011, 34281879200858113);
INSERT INTO nomen.tally VALUES (948206371528474634, 'jeanluc', 'Jeanluc', 1, 1767230640132, 34281879200858124);
INSERT INTO nomen.tally VALUES (1076385924107358289, 'anais', 'Anais', 1, 1767231900165, 34281879200858127);
INSERT INTO nomen.tally VALUES (948206371528474634, 'nerissa', 'Nerissa', 1, 1767493500220, 34281879200858148);

--
-- Data for Name: tombstone; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.tombstone VALUES ('\x5e7f0dc6aeb655d585a4a3e79675dba0d9ddb474c5aa9ac867737db5a735642f', '\x1710d17e4e1f5804469fc9f99bf821a3', 34281879200858146, 1767493380220);
INSERT INTO nomen.tombstone VALUES ('\x5e7f0dc6aeb655d585a4a3e79675dba0d9ddb474c5aa9ac867737db5a735642f', '\x6e70d338894eed2e1f1a1e67f6415405', 34281879200858147, 1767493440220);

--
-- Data for Name: typed_names_refused; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.typed_names_refused VALUES (948206371528474634, 34281879200858136);

--
-- Data for Name: version; Type: TABLE DATA; Schema: nomen; Owner: -
--

INSERT INTO nomen.version VALUES (1, 4);

--
-- Name: numbers; Type: SEQUENCE SET; Schema: nomen; Owner: -
--

SELECT pg_catalog.setval('nomen.numbers', 34281879200858149, true);

--
-- Name: activity activity_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (guild, member);

--
-- Name: cluster cluster_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.cluster
    ADD CONSTRAINT cluster_pkey PRIMARY KEY (one);

--
-- Name: consent consent_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (guild, member, other);

--
-- Name: guild guild_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.guild
    ADD CONSTRAINT guild_pkey PRIMARY KEY (id);

--
-- Name: hidden_name hidden_name_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.hidden_name
    ADD CONSTRAINT hidden_name_pkey PRIMARY KEY (guild, folded);

--
-- Name: identify_budget identify_budget_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.identify_budget
    ADD CONSTRAINT identify_budget_pkey PRIMARY KEY (one);

--
-- Name: identify_turn identify_turn_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.identify_turn
    ADD CONSTRAINT identify_turn_pkey PRIMARY KEY (bucket);

--
-- Name: identity identity_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.identity
    ADD CONSTRAINT identity_pkey PRIMARY KEY (one);

--
-- Name: ledger ledger_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.ledger
    ADD CONSTRAINT ledger_pkey PRIMARY KEY (one);

--
-- Name: process process_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.process
    ADD CONSTRAINT process_pkey PRIMARY KEY (id);

--
-- Name: shard shard_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.shard
    ADD CONSTRAINT shard_pkey PRIMARY KEY (number);

--
-- Name: star star_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.star
    ADD CONSTRAINT star_pkey PRIMARY KEY (guild, member, folded);

--
-- Name: tally tally_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.tally
    ADD CONSTRAINT tally_pkey PRIMARY KEY (guild, folded);

--
-- Name: tombstone tombstone_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.tombstone
    ADD CONSTRAINT tombstone_pkey PRIMARY KEY (key, mark);

--
-- Name: typed_names_refused typed_names_refused_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.typed_names_refused
    ADD CONSTRAINT typed_names_refused_pkey PRIMARY KEY (guild);

--
-- Name: version version_pkey; Type: CONSTRAINT; Schema: nomen; Owner: -
--

ALTER TABLE ONLY nomen.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (one);

--
-- Name: activity_by_day; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX activity_by_day ON nomen.activity USING btree (used_on);

--
-- Name: activity_of_member; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX activity_of_member ON nomen.activity USING btree (member);

--
-- Name: consent_of_member; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX consent_of_member ON nomen.consent USING btree (member);

--
-- Name: consent_to_other; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX consent_to_other ON nomen.consent USING btree (other);

--
-- Name: guild_by_departure; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX guild_by_departure ON nomen.guild USING btree (left_at) WHERE (left_at IS NOT NULL);

--
-- Name: star_of_member; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX star_of_member ON nomen.star USING btree (member);

--
-- Name: star_of_name; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX star_of_name ON nomen.star USING btree (guild, folded, sequence, starred_at);

--
-- Name: tally_by_rank; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX tally_by_rank ON nomen.tally USING btree (guild, members DESC, first_sequence, first_at, folded);

--
-- Name: tie_breaker; Type: INDEX; Schema: nomen; Owner: -
--

CREATE INDEX tie_breaker ON nomen.activity USING btree (guild, ties_sequence, member) WHERE (ties_sequence IS NOT NULL);

--
-- PostgreSQL database dump complete
--

