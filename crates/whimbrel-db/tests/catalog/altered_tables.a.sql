CREATE TABLE types (
  id integer PRIMARY KEY, name varchar(10), price numeric(10, 2), day timestamptz, flag integer, mood text, gone text,
  CONSTRAINT types_name CHECK (name <> '')
);
CREATE TABLE flags (id integer, code text, note text);
CREATE UNIQUE INDEX flags_code ON flags (code);
CREATE TABLE numbers (id serial, code integer NOT NULL, made integer GENERATED ALWAYS AS (code + 1) STORED);
CREATE TABLE referred (id integer PRIMARY KEY, code text);
CREATE TABLE referring (a integer, b integer);
ALTER TABLE referring ADD CONSTRAINT referring_a FOREIGN KEY (a) REFERENCES referred NOT VALID;
ALTER TABLE referring ADD CONSTRAINT referring_b FOREIGN KEY (b) REFERENCES referred;
ALTER TABLE referring ADD CONSTRAINT referring_c CHECK (a > 0) NOT VALID;
CREATE TABLE days (id integer NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE days_2 (id integer NOT NULL, day date NOT NULL);
CREATE TABLE days_rest PARTITION OF days DEFAULT;
CREATE TABLE base (id integer);
CREATE TABLE child (id integer, more text);
CREATE SEQUENCE counter;
