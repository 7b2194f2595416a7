-- loses: shirts.size
INSERT INTO shirts VALUES (1, 'm'), (2, 'xxl');
