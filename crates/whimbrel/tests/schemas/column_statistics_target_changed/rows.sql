INSERT INTO visits VALUES (1, 'NL', 'Delft');
