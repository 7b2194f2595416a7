-- postgres: >=14
REINDEX TABLE events
