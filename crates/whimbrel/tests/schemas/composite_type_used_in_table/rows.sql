INSERT INTO shops VALUES (1, ROW('Kade 1', 'Delft'), ARRAY[ROW('Markt 2', 'Delft')::address]);
