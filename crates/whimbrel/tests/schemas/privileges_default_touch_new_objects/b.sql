-- a table made under default privileges must not get more than the desired one has
CREATE TABLE kept (id integer PRIMARY KEY);

CREATE TABLE made_before (id integer PRIMARY KEY);
CREATE FUNCTION made_before() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO role_a;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE TABLE made_after (id integer PRIMARY KEY);
REVOKE ALL ON made_after FROM role_a;
