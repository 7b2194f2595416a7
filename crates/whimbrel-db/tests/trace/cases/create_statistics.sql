CREATE STATISTICS more_statistics ON status, total FROM orders
