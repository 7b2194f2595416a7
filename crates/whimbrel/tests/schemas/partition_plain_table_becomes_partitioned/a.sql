CREATE TABLE page_views (id bigint NOT NULL, at timestamptz NOT NULL, path text, PRIMARY KEY (id, at));
