-- loses: seasons.opens
INSERT INTO seasons VALUES (1, '2024-04-01');
