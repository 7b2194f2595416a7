-- a check of a whole row
CREATE TABLE matches (id integer PRIMARY KEY, home integer, away integer);
CREATE FUNCTION fair(m matches) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m.home <> m.away $$;
ALTER TABLE matches ADD CONSTRAINT matches_fair CHECK (fair(matches.*));
