-- the default calls a function that reads the table
CREATE TABLE queue (id integer PRIMARY KEY, position integer);
CREATE FUNCTION last_position() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT coalesce(max(position), 0) + 1 FROM queue $$;
ALTER TABLE queue ALTER COLUMN position SET DEFAULT last_position();
