-- an atomic body makes the cycle one that the server knows
CREATE TABLE before_it (id integer);
CREATE TABLE numbers (n integer NOT NULL);
CREATE FUNCTION next_number() RETURNS integer LANGUAGE sql STABLE BEGIN ATOMIC SELECT coalesce(max(n), 0) + 1 FROM numbers; END;
ALTER TABLE numbers ALTER COLUMN n SET DEFAULT next_number();
ALTER TABLE numbers ADD CONSTRAINT numbers_in_order CHECK (n <= next_number());
