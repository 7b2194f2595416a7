-- each privilege once, grant options given and taken, PUBLIC
CREATE TABLE reports (id integer PRIMARY KEY);
CREATE TABLE secrets (id integer PRIMARY KEY);

GRANT SELECT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON reports TO role_a;
GRANT SELECT ON reports TO role_b;
GRANT INSERT ON reports TO role_b WITH GRANT OPTION;
GRANT ALL ON secrets TO role_c;
