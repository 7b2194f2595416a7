CREATE TABLE archive_1999 (id integer PRIMARY KEY);
ALTER TABLE archive_1999 OWNER TO role_a;

GRANT SELECT ON archive_1999 TO role_b;
