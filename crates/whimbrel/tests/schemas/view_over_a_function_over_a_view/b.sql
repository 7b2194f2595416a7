-- what is altered first is what is needed, though an unchanged function is between
CREATE TABLE parcels (id integer PRIMARY KEY, town text, weight integer);

CREATE VIEW sent AS SELECT id, town, weight FROM parcels;
CREATE FUNCTION all_sent() RETURNS SETOF sent LANGUAGE sql STABLE AS $$ SELECT * FROM sent $$;
CREATE FUNCTION any_sent() RETURNS sent LANGUAGE sql STABLE AS $$ SELECT * FROM sent LIMIT 1 $$;
CREATE VIEW a_town AS SELECT town, weight FROM all_sent();
CREATE VIEW another_town AS SELECT town, weight FROM a_town;
CREATE VIEW a_weight AS SELECT (any_sent()).weight;
