UPDATE orders SET status = 'old' WHERE total > 990
