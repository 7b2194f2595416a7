-- the type behind a cast is remade, and a view uses the cast
CREATE TYPE grade AS ENUM ('d', 'c', 'b', 'a');

CREATE FUNCTION points(grade) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'a' THEN 4 WHEN 'b' THEN 3 ELSE 1 END $$;
CREATE CAST (grade AS integer) WITH FUNCTION points(grade);
CREATE TABLE marks (id integer PRIMARY KEY, grade grade);
CREATE VIEW mark_points AS SELECT id, grade::integer AS points FROM marks;
