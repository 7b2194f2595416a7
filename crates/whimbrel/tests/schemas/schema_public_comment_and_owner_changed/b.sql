-- the schema that is always there
CREATE TABLE here (id integer);

COMMENT ON SCHEMA public IS NULL;
ALTER SCHEMA public OWNER TO role_a;
