CREATE TABLE stock_moves (article text, quantity integer);
