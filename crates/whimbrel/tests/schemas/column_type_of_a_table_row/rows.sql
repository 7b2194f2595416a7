INSERT INTO plan_history VALUES (1, ROW(1, 'a'), NULL);
