-- loses: support.tickets
INSERT INTO sales.customers VALUES (1);
INSERT INTO support.tickets VALUES (1, 1);
