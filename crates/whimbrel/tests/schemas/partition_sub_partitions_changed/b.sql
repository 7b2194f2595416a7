-- one branch is divided further
CREATE TABLE flights (id integer NOT NULL, region text NOT NULL, day date NOT NULL) PARTITION BY LIST (region);
CREATE TABLE flights_eu PARTITION OF flights FOR VALUES IN ('eu') PARTITION BY RANGE (day);
CREATE TABLE flights_eu_1 PARTITION OF flights_eu FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

CREATE TABLE flights_eu_2 PARTITION OF flights_eu FOR VALUES FROM ('2024-07-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE flights_eu_2_odd PARTITION OF flights_eu_2 FOR VALUES IN (1, 3, 5);
CREATE TABLE flights_eu_2_rest PARTITION OF flights_eu_2 DEFAULT;
