ALTER VIEW order_list SET (security_barrier = true)
