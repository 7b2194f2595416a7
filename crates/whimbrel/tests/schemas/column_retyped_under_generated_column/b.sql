-- the base of a computed column changes its type
CREATE TABLE tiles (id integer PRIMARY KEY, w numeric(8, 2) NOT NULL, h numeric(8, 2) NOT NULL, area numeric GENERATED ALWAYS AS (w * h) STORED);

CREATE INDEX tiles_area ON tiles (area);
CREATE VIEW tile_areas AS SELECT id, area FROM tiles;
