CREATE TABLE plates (id integer PRIMARY KEY, plate text NOT NULL, bare text GENERATED ALWAYS AS (replace(plate, '-', '')) STORED);

ALTER TABLE plates ADD CONSTRAINT plates_bare UNIQUE (bare);
ALTER TABLE plates ADD CONSTRAINT plates_bare_length CHECK (length(bare) = 6);
ALTER TABLE plates ALTER COLUMN bare SET NOT NULL;
COMMENT ON COLUMN plates.bare IS 'as the camera reads it';
