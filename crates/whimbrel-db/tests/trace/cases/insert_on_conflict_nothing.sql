INSERT INTO customers (id, name) VALUES (1, 'again') ON CONFLICT DO NOTHING
