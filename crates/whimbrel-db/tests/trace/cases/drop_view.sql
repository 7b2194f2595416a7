DROP VIEW order_list
