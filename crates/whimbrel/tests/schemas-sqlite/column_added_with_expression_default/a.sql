CREATE TABLE visit (id INTEGER PRIMARY KEY, page TEXT);
CREATE INDEX visit_page ON visit (page);
