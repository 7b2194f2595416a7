-- what everybody may do in public differs between versions of the server to begin with
CREATE TABLE open_notes (id integer);

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO role_b;
COMMENT ON SCHEMA public IS 'ours alone';
