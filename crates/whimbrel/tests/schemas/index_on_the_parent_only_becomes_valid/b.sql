-- the partition's index is attached and completes the parent's
CREATE TABLE trips (id bigint NOT NULL, day date NOT NULL, rider text) PARTITION BY RANGE (day);
CREATE TABLE trips_1 PARTITION OF trips FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
CREATE TABLE trips_2 PARTITION OF trips FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
CREATE INDEX trips_rider ON ONLY trips (rider);
CREATE INDEX trips_1_rider ON trips_1 (rider);
CREATE INDEX trips_2_rider ON trips_2 (rider);
ALTER INDEX trips_rider ATTACH PARTITION trips_1_rider;

ALTER INDEX trips_rider ATTACH PARTITION trips_2_rider;
