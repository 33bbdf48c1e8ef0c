-- name: create_schema#
CREATE SCHEMA nomen;
CREATE SEQUENCE nomen.numbers AS bigint;
CREATE FUNCTION nomen.unixepoch() RETURNS bigint LANGUAGE sql
    AS 'SELECT floor(extract(epoch FROM clock_timestamp()))::bigint';

-- name: has_schema()
SELECT to_regclass('nomen.ledger') IS NOT NULL;

-- name: next_number()
SELECT nextval('numbers');

-- name: set_number(number)!
SELECT setval('numbers', :number);

-- name: newest_number()
SELECT last_value FROM numbers;

-- name: size()
SELECT pg_database_size(current_database());
