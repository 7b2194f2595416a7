-- loses: user.order
INSERT INTO "user" VALUES (1, 'd', 3);
