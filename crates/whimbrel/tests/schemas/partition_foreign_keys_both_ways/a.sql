CREATE TABLE halls (id integer PRIMARY KEY);
CREATE TABLE shows (id integer NOT NULL, day date NOT NULL, hall integer, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE shows_1 PARTITION OF shows FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
CREATE TABLE shows_2 PARTITION OF shows FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
CREATE TABLE seats (show_id integer, show_day date, seat integer);

ALTER TABLE shows ADD CONSTRAINT shows_hall FOREIGN KEY (hall) REFERENCES halls;
