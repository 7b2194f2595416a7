CREATE TABLE stock_south PARTITION OF stock FOR VALUES IN ('south')
