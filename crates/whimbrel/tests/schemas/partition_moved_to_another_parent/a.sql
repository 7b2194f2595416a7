CREATE TABLE parcels (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE parcels_archive (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE parcels_2020 (id integer NOT NULL, day date NOT NULL);

ALTER TABLE parcels ATTACH PARTITION parcels_2020 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
