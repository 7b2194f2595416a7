INSERT INTO streets VALUES (1, 'Oude Delft');
