-- loses: hens
-- loses: eggs
INSERT INTO stays_here VALUES (1);
INSERT INTO hens VALUES (1, NULL, 1);
INSERT INTO eggs VALUES (1, 1);
