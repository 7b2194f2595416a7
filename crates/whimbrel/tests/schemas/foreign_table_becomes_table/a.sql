CREATE FOREIGN DATA WRAPPER tunnel;
CREATE SERVER other_side FOREIGN DATA WRAPPER tunnel;

CREATE FOREIGN TABLE members (id integer NOT NULL, name text) SERVER other_side;
CREATE VIEW member_names AS SELECT name FROM members;
