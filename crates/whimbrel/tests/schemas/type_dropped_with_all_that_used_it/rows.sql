INSERT INTO carts VALUES (1, 'd', '{p,r}');
