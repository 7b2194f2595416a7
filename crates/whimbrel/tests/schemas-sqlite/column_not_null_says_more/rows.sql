INSERT INTO guest VALUES (1, 'Kari', '11', 4);
