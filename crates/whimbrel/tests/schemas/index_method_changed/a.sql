CREATE TABLE samples (id integer PRIMARY KEY, a integer, b text, c point, d inet, e integer[]);

CREATE INDEX samples_a ON samples USING btree (a);
CREATE INDEX samples_b ON samples USING btree (b);
CREATE INDEX samples_c ON samples USING gist (c);
CREATE INDEX samples_d ON samples USING btree (d);
CREATE INDEX samples_e ON samples USING btree (e);
