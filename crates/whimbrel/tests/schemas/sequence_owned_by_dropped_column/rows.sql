-- loses: pages.number
INSERT INTO pages (title) VALUES ('one'), ('two');
