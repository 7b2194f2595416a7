-- the function reads the column that the view has only now, and the view calls the function
CREATE TABLE stars (id integer PRIMARY KEY, name text, size integer);

CREATE VIEW bright AS SELECT id, name, size FROM stars;
CREATE FUNCTION is_big(b bright) RETURNS boolean IMMUTABLE RETURN (b).size > 3;
CREATE OR REPLACE VIEW bright AS SELECT id, name, size FROM stars WHERE is_big(ROW(id, name, size)::bright);
