CLUSTER orders USING orders_customer
