-- loses: guests
INSERT INTO guests VALUES (1, 'Iris Blom', NULL);
