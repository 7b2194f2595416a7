-- loses: contacts.phones
INSERT INTO contacts VALUES (1, '+31 15');
