-- exclusion constraints over all parts
CREATE TABLE leases (unit integer NOT NULL, during int4range NOT NULL) PARTITION BY LIST (unit);
CREATE TABLE leases_1 PARTITION OF leases FOR VALUES IN (1);

CREATE EXTENSION btree_gist;
ALTER TABLE leases ADD CONSTRAINT leases_apart EXCLUDE USING gist (unit WITH =, during WITH &&);
