CREATE SCHEMA main;
CREATE TABLE main.t (id integer PRIMARY KEY);
