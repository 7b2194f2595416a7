CREATE INDEX orders_new ON orders (total) WHERE status = 'new'
