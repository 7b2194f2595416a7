INSERT INTO "My Schema"."Order Lines" VALUES (1, 2.5, 'A');
