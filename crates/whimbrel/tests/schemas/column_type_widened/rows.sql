INSERT INTO counters VALUES ('home', 2147483647, 0.5, 999999.99), ('menu', 0, NULL, NULL);
