INSERT INTO visits VALUES ('north', '2024-01-01');
