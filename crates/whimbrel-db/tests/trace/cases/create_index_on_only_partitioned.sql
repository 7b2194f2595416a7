CREATE INDEX events_id ON ONLY events (id)
