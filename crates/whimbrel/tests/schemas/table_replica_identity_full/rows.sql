INSERT INTO stock_moves VALUES ('A-1', 4), ('A-1', -2);
