CREATE FUNCTION is_isbn(code text) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT code ~ '^[0-9]{10}$' $$;

CREATE TABLE editions (
    id integer PRIMARY KEY,
    isbn text,
    CONSTRAINT editions_isbn CHECK (is_isbn(isbn))
);
