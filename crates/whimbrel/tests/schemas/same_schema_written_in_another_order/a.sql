CREATE TABLE parents (id integer PRIMARY KEY, name varchar(20) DEFAULT 'x' NOT NULL);
CREATE TABLE children (id serial PRIMARY KEY, parent int4 REFERENCES parents, born timestamp with time zone DEFAULT CURRENT_TIMESTAMP, CHECK (id > 0));
CREATE VIEW both_sides AS SELECT p.id, c.born FROM parents p JOIN children c ON c.parent = p.id;
GRANT SELECT ON parents TO role_a;
GRANT SELECT ON parents TO role_b;
