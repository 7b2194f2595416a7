INSERT INTO hours VALUES (1, 'sun', '10:00'), (1, 'mon', '08:00');
INSERT INTO closings VALUES (1, 'sun');
