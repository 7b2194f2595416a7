INSERT INTO invoices_old VALUES (9.5, '2019-01-01', 1);
