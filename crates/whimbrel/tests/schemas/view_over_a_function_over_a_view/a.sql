CREATE TABLE parcels (id integer PRIMARY KEY, town text, weight integer);

CREATE VIEW sent AS SELECT id, town FROM parcels;
CREATE FUNCTION all_sent() RETURNS SETOF sent LANGUAGE sql STABLE AS $$ SELECT * FROM sent $$;
CREATE FUNCTION any_sent() RETURNS sent LANGUAGE sql STABLE AS $$ SELECT * FROM sent LIMIT 1 $$;
CREATE VIEW a_town AS SELECT town FROM all_sent();
CREATE VIEW another_town AS SELECT town FROM a_town;
