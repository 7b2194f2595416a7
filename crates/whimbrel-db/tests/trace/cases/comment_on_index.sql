COMMENT ON INDEX orders_customer IS 'for the list'
