CREATE INDEX orders_placed_brin ON orders USING brin (placed)
