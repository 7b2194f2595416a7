CREATE TABLE hits (page text, n integer DEFAULT 1, CONSTRAINT hits_page UNIQUE (page));

CREATE VIEW hit_pages AS SELECT page FROM hits;
CREATE RULE hit_pages_insert AS ON INSERT TO hit_pages DO INSTEAD
    INSERT INTO hits VALUES (new.page) ON CONFLICT ON CONSTRAINT hits_page DO UPDATE SET n = hits.n + 1;
