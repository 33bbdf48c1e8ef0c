-- name: size_sqlite()
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;

-- name: size_postgres()
SELECT pg_database_size(current_database());

-- name: is_read_only_postgres()
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean;

-- name: note_remains_sqlite()!
-- There is something to wipe from the files.
UPDATE ledger SET deleted = sequence;

-- name: note_remains_postgres()
-- A server's files are its own.
SELECT NULL;

-- name: tell_of_tombstone_sqlite()
-- The process knows by itself.
SELECT NULL;

-- name: tell_of_tombstone_postgres()
-- Other processes, too, have a record beside them.
SELECT pg_notify('nomen_deletion', '');

-- name: place_sqlite()
-- A file is told from its copies by what lies beside it.
SELECT NULL;

-- name: place_postgres()
-- What a copy has differently: its server, its database, its tables, or the history that it is on.
SELECT system_identifier || ' ' || pg_database.oid || ' ' || 'identity'::regclass::oid || ' '
    || timeline_id
FROM pg_control_system(), pg_control_checkpoint(), pg_database
WHERE datname = current_database();

-- name: set_served_at(place)!
UPDATE identity SET place = :place;

-- name: has_data()
SELECT EXISTS (SELECT 1 FROM star) OR EXISTS (SELECT 1 FROM tombstone)
    OR EXISTS (SELECT 1 FROM activity) OR EXISTS (SELECT 1 FROM consent)
    OR EXISTS (SELECT 1 FROM hidden_name) OR EXISTS (SELECT 1 FROM typed_names_refused)
    OR EXISTS (SELECT 1 FROM guild) OR EXISTS (SELECT 1 FROM place)
    OR EXISTS (SELECT 1 FROM refusal);

-- name: is_moving_sqlite()
SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'moving');

-- name: is_moving_postgres()
SELECT to_regclass('moving') IS NOT NULL;

-- name: create_moving_sqlite()!
CREATE TABLE moving (source BLOB NOT NULL);

-- name: create_moving_postgres()!
CREATE TABLE moving (source bytea NOT NULL);

-- name: begin_moving(source)!
INSERT INTO moving VALUES (:source);

-- name: moving_from()
SELECT source FROM moving;

-- name: end_moving()!
DROP TABLE IF EXISTS moving;

-- name: drop_identity()!
DELETE FROM identity;

-- name: known_commands()
SELECT commands FROM ledger;

-- name: set_commands(digest)!
UPDATE ledger SET commands = :digest;
