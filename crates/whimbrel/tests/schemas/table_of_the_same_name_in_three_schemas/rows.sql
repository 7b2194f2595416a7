INSERT INTO orders VALUES (1, 'live');
INSERT INTO staging.orders VALUES (1, 'incoming');
INSERT INTO archive.orders VALUES (1, 'old');
