-- column and sequence both
CREATE TABLE page_views (id bigserial PRIMARY KEY, path text NOT NULL);
