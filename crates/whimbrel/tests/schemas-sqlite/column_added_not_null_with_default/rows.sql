INSERT INTO account VALUES (3), (4);
