ALTER VIEW order_list RENAME TO order_names
