-- the cache of rendered pages need not survive a crash
CREATE UNLOGGED TABLE page_cache (
    path text PRIMARY KEY,
    html text NOT NULL
);
CREATE INDEX page_cache_html_hash ON page_cache USING hash (html);
