-- atomic bodies that call each other, over rows of a table and rows of their own
CREATE TABLE turns (n integer);

CREATE FUNCTION a_turn() RETURNS SETOF turns LANGUAGE sql STABLE SET work_mem = '8MB' BEGIN ATOMIC SELECT * FROM turns LIMIT 1; END;
CREATE FUNCTION turns_above(above integer DEFAULT 0, OUT n integer, OUT double integer) RETURNS SETOF record LANGUAGE sql STABLE BEGIN ATOMIC SELECT t.n, t.n * 2 FROM a_turn() t WHERE t.n > above; END;
CREATE OR REPLACE FUNCTION a_turn() RETURNS SETOF turns LANGUAGE sql STABLE SET work_mem = '8MB' BEGIN ATOMIC SELECT a.n FROM turns_above() a LIMIT 1; END;
COMMENT ON FUNCTION a_turn() IS 'goes round';
GRANT EXECUTE ON FUNCTION a_turn() TO role_a;
