INSERT INTO trees VALUES ('oak', 90);
