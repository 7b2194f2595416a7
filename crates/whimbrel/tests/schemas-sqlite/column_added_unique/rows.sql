INSERT INTO member VALUES (1, 'Ole'), (2, 'Siri');
