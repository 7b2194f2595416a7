CREATE TABLE page_views (id serial PRIMARY KEY, path text NOT NULL);
