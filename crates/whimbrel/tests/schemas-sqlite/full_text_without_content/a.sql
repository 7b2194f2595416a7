CREATE VIRTUAL TABLE hints USING fts5(body, content='');
