-- subscribers want the whole old row
CREATE TABLE stock_moves (article text, quantity integer);

ALTER TABLE stock_moves REPLICA IDENTITY FULL;
