-- loses: flights_us_0
INSERT INTO flights VALUES (1, 'eu', '2024-03-01'), (2, 'us', '2024-03-01');
