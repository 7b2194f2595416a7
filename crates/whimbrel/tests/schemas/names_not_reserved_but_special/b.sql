-- words that are types and functions in some places: they need quotes only there
CREATE TABLE value (name text, timestamp timestamp, "time" time, "position" integer DEFAULT 0, "interval" interval, "left" integer, "overlaps" boolean);
CREATE VIEW "row" AS SELECT v.timestamp, v."position", coalesce(v."left", 0) AS "coalesce" FROM value v;
CREATE FUNCTION "substring"(value) RETURNS text LANGUAGE sql AS $$ SELECT $1.name $$;
