SELECT * FROM order_list WHERE id = 5 FOR SHARE
