ALTER TABLE events ADD COLUMN luck double precision DEFAULT random()
