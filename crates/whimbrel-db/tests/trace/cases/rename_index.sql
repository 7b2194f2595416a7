ALTER INDEX orders_customer RENAME TO orders_by_customer
