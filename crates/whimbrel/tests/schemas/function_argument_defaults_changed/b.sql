-- adding a default is a replacement, taking one away is not; a view uses it in both
CREATE TABLE stays (id integer PRIMARY KEY, nights integer NOT NULL);

CREATE FUNCTION rate(nights integer, season text, guests integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE
    AS $$ SELECT nights * guests * CASE season WHEN 'low' THEN 30 ELSE 50 END $$;

CREATE VIEW stay_prices AS SELECT id, rate(nights, 'high', 2) AS price FROM stays;
