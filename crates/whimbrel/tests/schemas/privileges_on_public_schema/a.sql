CREATE TABLE open_notes (id integer);

GRANT CREATE ON SCHEMA public TO role_a;
