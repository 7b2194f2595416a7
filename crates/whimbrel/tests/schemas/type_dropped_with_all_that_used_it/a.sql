CREATE TYPE gear AS ENUM ('p', 'r', 'n', 'd');
CREATE FUNCTION moves(g gear) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT g IN ('r', 'd') $$;
CREATE CAST (gear AS boolean) WITH FUNCTION moves(gear);
CREATE TABLE carts (id integer PRIMARY KEY, gear gear DEFAULT 'p' CHECK (moves(gear) IS NOT NULL), past gear[]);
