INSERT INTO coupons VALUES (1, 'A'), (2, 'B');
