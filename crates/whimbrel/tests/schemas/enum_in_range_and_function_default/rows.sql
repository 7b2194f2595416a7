INSERT INTO plans (id, tier) VALUES (1, 'pro'), (2, 'free');
