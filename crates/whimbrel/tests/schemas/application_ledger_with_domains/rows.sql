INSERT INTO accounts VALUES ('1000', 'Cash'), ('8000', 'Sales');
INSERT INTO entries VALUES (1, '2024-01-01', 'first');
INSERT INTO entry_lines VALUES (1, '1000', 10, 0, ROW(11, 'USD')), (1, '8000', 0, 10, NULL);
