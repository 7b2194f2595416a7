-- a new argument with a default makes another signature: the old one goes
CREATE FUNCTION shipping_cost(weight numeric, express boolean DEFAULT false) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN express THEN 9 ELSE 4 END + weight $$;

CREATE TABLE quotes (
    id integer PRIMARY KEY,
    weight numeric NOT NULL DEFAULT 1,
    cost numeric NOT NULL DEFAULT shipping_cost(1)
);
