CREATE TABLE page_cache (
    path text PRIMARY KEY,
    html text NOT NULL
);
CREATE INDEX page_cache_html_hash ON page_cache USING hash (html);
