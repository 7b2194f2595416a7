INSERT INTO deliveries VALUES (1, 'done', '1'), (2, 'moving', '2');
