-- there is no public schema in the desired state
DROP SCHEMA public;
CREATE SCHEMA main;
CREATE TABLE main.t (id integer PRIMARY KEY);
