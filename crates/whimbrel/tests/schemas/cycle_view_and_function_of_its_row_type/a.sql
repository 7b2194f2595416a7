CREATE TABLE animals (id integer PRIMARY KEY, name text, legs integer);

CREATE VIEW walkers AS SELECT id, name FROM animals WHERE legs > 0;
CREATE FUNCTION some_walkers(n integer) RETURNS SETOF walkers LANGUAGE sql STABLE AS $$ SELECT * FROM walkers LIMIT n $$;
CREATE VIEW few_walkers AS SELECT name FROM some_walkers(3);
