CREATE TABLE patients (id integer PRIMARY KEY, name text, diagnosis text, born date);

GRANT SELECT (id, name) ON patients TO role_a;
GRANT UPDATE (name) ON patients TO role_b WITH GRANT OPTION;
