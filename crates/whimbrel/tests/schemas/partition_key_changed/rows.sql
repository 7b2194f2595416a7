-- loses: tickets
-- loses: tickets_all
INSERT INTO tickets VALUES (1, 7, '2024-01-01');
