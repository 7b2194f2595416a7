CREATE TABLE here (id integer);

COMMENT ON SCHEMA public IS 'default';
