CREATE TABLE duels (id integer PRIMARY KEY, winner integer);

CREATE FUNCTION decided(d duels) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT d.winner IS NOT NULL $$;
ALTER TABLE duels ADD CONSTRAINT duels_decided CHECK (decided(duels.*));
CREATE INDEX duels_decided_idx ON duels (decided(duels.*));
