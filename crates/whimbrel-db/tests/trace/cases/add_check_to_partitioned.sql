ALTER TABLE events ADD CONSTRAINT events_id CHECK (id >= 0)
