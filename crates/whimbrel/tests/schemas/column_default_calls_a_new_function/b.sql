-- a default from a function that comes with it
CREATE FUNCTION new_code() RETURNS text LANGUAGE sql VOLATILE AS $$ SELECT md5(random()::text) $$;
CREATE TABLE invites (id integer PRIMARY KEY, code text DEFAULT new_code());
