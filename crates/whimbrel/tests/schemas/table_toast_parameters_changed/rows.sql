INSERT INTO attachments VALUES (1, '\xcafe');
