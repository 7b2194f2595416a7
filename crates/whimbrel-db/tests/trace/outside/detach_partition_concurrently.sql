-- postgres: >=14
ALTER TABLE stock DETACH PARTITION stock_north CONCURRENTLY
