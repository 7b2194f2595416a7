INSERT INTO invoices (total) VALUES (10), (20);
