-- loses: suppliers.fax
INSERT INTO suppliers VALUES (1, 'Molen BV', '+31 20 1'), (2, 'Kiln Ltd', NULL);
