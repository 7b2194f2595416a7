-- numbers that need not survive a crash
CREATE UNLOGGED SEQUENCE lap_numbers;
CREATE SEQUENCE cup_numbers;
CREATE TABLE cups (id integer GENERATED ALWAYS AS IDENTITY, size text);
