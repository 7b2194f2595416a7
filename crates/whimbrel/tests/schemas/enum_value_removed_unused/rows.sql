INSERT INTO outbox (id) VALUES (1), (2);
