-- loses: samples
INSERT INTO sensors VALUES (1, 'heat', '(4.3,52)'), (2, 'rain', NULL);
INSERT INTO samples VALUES (1, '2024-01-01 00:00+00', 3.5);
