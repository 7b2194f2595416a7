-- a function, a view and a materialized view are remade with theirs
CREATE TABLE points (id integer PRIMARY KEY, n integer);

CREATE FUNCTION best() RETURNS bigint LANGUAGE sql AS $$ SELECT max(n)::bigint FROM points $$;
CREATE VIEW tops AS SELECT id, n::bigint AS n FROM points WHERE n > 10;
CREATE MATERIALIZED VIEW stored_tops AS SELECT id FROM tops;

REVOKE ALL ON FUNCTION best() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION best() TO role_a WITH GRANT OPTION;
GRANT SELECT ON tops TO role_b;
GRANT SELECT (id) ON tops TO role_c;
GRANT SELECT ON stored_tops TO role_a;
ALTER FUNCTION best() OWNER TO role_c;
ALTER VIEW tops OWNER TO role_c;
ALTER MATERIALIZED VIEW stored_tops OWNER TO role_a;
