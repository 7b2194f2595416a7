-- the rule's function gets another body and another rule comes beside it
CREATE FUNCTION looks_like_email(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 ~ '^[^@]+@[^@]+$' $$;
CREATE DOMAIN email AS text CONSTRAINT email_shape CHECK (looks_like_email(VALUE)) CONSTRAINT email_short CHECK (length(VALUE) < 255);

CREATE TABLE readers (id integer PRIMARY KEY, email email NOT NULL);
