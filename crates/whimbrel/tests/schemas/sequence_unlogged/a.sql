-- postgres: >=15
CREATE SEQUENCE lap_numbers;
CREATE UNLOGGED SEQUENCE cup_numbers;
CREATE UNLOGGED TABLE cups (id integer GENERATED ALWAYS AS IDENTITY, size text);
