ALTER INDEX orders_customer SET (fillfactor = 50)
