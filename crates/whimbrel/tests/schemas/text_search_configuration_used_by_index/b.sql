-- a generated column and an index search by our configuration
CREATE TEXT SEARCH CONFIGURATION kitchen (COPY = simple);
CREATE TABLE recipes (id integer PRIMARY KEY, body text, terms tsvector GENERATED ALWAYS AS (to_tsvector('kitchen'::regconfig, body)) STORED);
CREATE INDEX recipes_terms ON recipes USING gin (terms);
CREATE INDEX recipes_body ON recipes USING gin (to_tsvector('kitchen'::regconfig, body));
