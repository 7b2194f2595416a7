INSERT INTO articles VALUES (1, 'On Tides');
