-- loses: account_log
INSERT INTO accounts VALUES (1, 'Ada', 100), (2, 'Bo', 50);
INSERT INTO limits VALUES (1, 500);
UPDATE accounts SET balance = balance - 1;
