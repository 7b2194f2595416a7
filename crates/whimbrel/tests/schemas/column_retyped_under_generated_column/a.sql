CREATE TABLE tiles (id integer PRIMARY KEY, w integer NOT NULL, h integer NOT NULL, area numeric GENERATED ALWAYS AS (w * h) STORED);

CREATE INDEX tiles_area ON tiles (area);
CREATE VIEW tile_areas AS SELECT id, area FROM tiles;
