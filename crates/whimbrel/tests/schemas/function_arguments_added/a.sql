CREATE FUNCTION shipping_cost(weight numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT 4 + weight $$;

CREATE TABLE quotes (
    id integer PRIMARY KEY,
    weight numeric NOT NULL DEFAULT 1,
    cost numeric NOT NULL DEFAULT shipping_cost(1)
);
