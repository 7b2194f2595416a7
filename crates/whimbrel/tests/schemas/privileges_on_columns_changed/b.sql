-- columns have their own
CREATE TABLE patients (id integer PRIMARY KEY, name text, diagnosis text, born date);

GRANT SELECT (id, name, born) ON patients TO role_a;
GRANT SELECT (diagnosis), INSERT (diagnosis), REFERENCES (id) ON patients TO role_b;
GRANT INSERT ON patients TO role_a;
