-- the function returns the view's rows, another view reads the function
CREATE TABLE animals (id integer PRIMARY KEY, name text, legs integer);

CREATE VIEW walkers AS SELECT id, name, legs FROM animals WHERE legs > 1;
CREATE FUNCTION some_walkers(n integer) RETURNS SETOF walkers LANGUAGE sql STABLE AS $$ SELECT * FROM walkers LIMIT n $$;
CREATE VIEW few_walkers AS SELECT name, legs FROM some_walkers(3);
