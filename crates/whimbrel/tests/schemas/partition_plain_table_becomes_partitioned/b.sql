-- a table that grew too large
CREATE TABLE page_views (id bigint NOT NULL, at timestamptz NOT NULL, path text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE page_views_first PARTITION OF page_views FOR VALUES FROM (MINVALUE) TO ('2024-01-01 00:00+00');
CREATE TABLE page_views_rest PARTITION OF page_views DEFAULT;
