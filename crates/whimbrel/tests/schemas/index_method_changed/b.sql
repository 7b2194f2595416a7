-- every method once
CREATE TABLE samples (id integer PRIMARY KEY, a integer, b text, c point, d inet, e integer[]);

CREATE INDEX samples_a ON samples USING brin (a);
CREATE INDEX samples_b ON samples USING hash (b);
CREATE INDEX samples_c ON samples USING spgist (c);
CREATE INDEX samples_d ON samples USING gist (d inet_ops);
CREATE INDEX samples_e ON samples USING gin (e);
