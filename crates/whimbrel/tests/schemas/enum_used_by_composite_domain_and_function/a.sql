CREATE TYPE unit AS ENUM ('g', 'kg', 'oz');

CREATE TYPE weight AS (amount numeric, unit unit);
CREATE DOMAIN metric_unit AS unit DEFAULT 'kg' CHECK (VALUE IN ('g', 'kg'));
CREATE FUNCTION in_grams(w weight) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE w.unit WHEN 'kg' THEN w.amount * 1000 ELSE w.amount END $$;
CREATE TABLE parcels (id integer PRIMARY KEY, weight weight, shown_in metric_unit);
CREATE VIEW parcel_grams AS SELECT id, in_grams(weight) AS grams, shown_in FROM parcels;
