INSERT INTO "order" VALUES (1, 'x', 'y', 'z', 2.5, 'k');
