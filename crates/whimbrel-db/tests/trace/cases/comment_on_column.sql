COMMENT ON COLUMN orders.total IS 'with tax'
