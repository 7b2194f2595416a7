-- an enum becomes a domain inside arrays and composite values, a domain an enum
CREATE DOMAIN shade AS text CHECK (VALUE IN ('light', 'dark'));
CREATE TYPE weight AS ENUM ('1', '2', '3');
CREATE TYPE coat AS (shade shade, weight weight);

CREATE TABLE hares (id integer PRIMARY KEY, shades shade[] NOT NULL DEFAULT '{light}', coat coat, weight weight);
CREATE VIEW dark_hares AS SELECT id, weight FROM hares WHERE 'dark' = ANY (shades::text[]);
CREATE FUNCTION darker(s shade) RETURNS shade LANGUAGE sql AS $$ SELECT 'dark'::shade $$;
