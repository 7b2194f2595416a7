CREATE INDEX CONCURRENTLY orders_new ON orders (total) WHERE status = 'new'
