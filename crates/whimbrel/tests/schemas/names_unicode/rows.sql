INSERT INTO "café" VALUES (1, 'あ', 'я');
