-- loses: invoices
INSERT INTO invoices VALUES (1, 19.90);
