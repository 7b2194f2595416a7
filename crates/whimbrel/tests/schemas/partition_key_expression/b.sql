-- divided by what is computed, with a collation
CREATE FUNCTION century(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT extract(century FROM day)::integer $$;

CREATE TABLE finds (id integer, found date, name text) PARTITION BY RANGE (century(found), name COLLATE "C");
CREATE TABLE finds_19 PARTITION OF finds FOR VALUES FROM (19, MINVALUE) TO (20, 'm');
CREATE TABLE finds_later PARTITION OF finds FOR VALUES FROM (20, 'm') TO (MAXVALUE, MAXVALUE);
