CREATE SCHEMA toolbox;

CREATE FUNCTION slug(title text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT replace(lower(title), ' ', '-') $$;
CREATE TABLE articles (id integer PRIMARY KEY, title text NOT NULL, CONSTRAINT articles_title CHECK (slug(title) <> ''));
