-- loses: old_prices.until
INSERT INTO current_prices VALUES (1, 2);
INSERT INTO old_prices VALUES (1, 1, '2023-12-31');
