CREATE FUNCTION looks_like_email(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 LIKE '%@%' $$;
CREATE DOMAIN email AS text CONSTRAINT email_shape CHECK (looks_like_email(VALUE));

CREATE TABLE readers (id integer PRIMARY KEY, email email NOT NULL);
