ALTER FOREIGN TABLE far_orders ADD COLUMN note text
