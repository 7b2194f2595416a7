-- a window function of the server under our own name
CREATE TABLE laps (n integer PRIMARY KEY, seconds numeric);

CREATE FUNCTION lap_place() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE PARALLEL SAFE AS 'window_dense_rank';
CREATE FUNCTION lap_number() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number';
CREATE FUNCTION lap_list(laps integer[]) RETURNS SETOF integer LANGUAGE sql IMMUTABLE SUPPORT array_unnest_support AS $$ SELECT unnest(laps) $$;

CREATE VIEW lap_places AS SELECT n, lap_place() OVER (ORDER BY seconds) AS place FROM laps;
