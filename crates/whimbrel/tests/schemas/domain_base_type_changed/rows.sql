INSERT INTO wallets VALUES (1, 10.25, '{1.5,2.25}');
