-- postgres: >=17
CREATE TABLE leases (unit integer NOT NULL, during int4range NOT NULL) PARTITION BY LIST (unit);
CREATE TABLE leases_1 PARTITION OF leases FOR VALUES IN (1);
