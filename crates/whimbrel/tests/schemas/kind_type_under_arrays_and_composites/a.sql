CREATE TYPE shade AS ENUM ('light', 'dark');
CREATE DOMAIN weight AS integer CHECK (VALUE > 0);
CREATE TYPE coat AS (shade shade, weight weight);

CREATE TABLE hares (id integer PRIMARY KEY, shades shade[] NOT NULL DEFAULT '{light}', coat coat, weight weight);
CREATE VIEW dark_hares AS SELECT id, weight FROM hares WHERE 'dark' = ANY (shades);
CREATE FUNCTION darker(s shade) RETURNS shade LANGUAGE sql AS $$ SELECT 'dark'::shade $$;
