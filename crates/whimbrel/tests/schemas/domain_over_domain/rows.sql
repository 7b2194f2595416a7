INSERT INTO signers VALUES (1, 'Vos');
