INSERT INTO guest VALUES (1, 'Kari', '11', 4), (2, 'Per', '12', 5);
