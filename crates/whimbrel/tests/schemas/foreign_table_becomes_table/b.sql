-- what was elsewhere is here
CREATE FOREIGN DATA WRAPPER tunnel;
CREATE SERVER other_side FOREIGN DATA WRAPPER tunnel;

CREATE TABLE members (id integer NOT NULL, name text);
CREATE VIEW member_names AS SELECT name FROM members;
