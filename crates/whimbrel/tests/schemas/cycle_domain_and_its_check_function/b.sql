-- the domain's rule calls a function that takes the domain
CREATE DOMAIN even AS integer;
CREATE FUNCTION is_even(even) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 % 2 = 0 $$;
ALTER DOMAIN even ADD CONSTRAINT even_is_even CHECK (is_even(VALUE));
CREATE TABLE pairs (n even);
