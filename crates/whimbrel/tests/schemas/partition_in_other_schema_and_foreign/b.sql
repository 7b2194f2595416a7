-- partitions in a schema of their own, one of them on a server elsewhere
CREATE SCHEMA old;
CREATE FOREIGN DATA WRAPPER faraway;
CREATE SERVER attic FOREIGN DATA WRAPPER faraway;
CREATE TABLE acts (id integer NOT NULL, year integer NOT NULL) PARTITION BY RANGE (year);
CREATE TABLE acts_new PARTITION OF acts FOR VALUES FROM (2000) TO (MAXVALUE);

CREATE FOREIGN TABLE old.acts_1900 PARTITION OF acts FOR VALUES FROM (1900) TO (2000) SERVER attic;
