INSERT INTO balances VALUES (1, 10), (2, 0);
