INSERT INTO customers (id, name) VALUES (1, 'again'), (9001, 'new') ON CONFLICT (id) DO UPDATE SET name = excluded.name
