INSERT INTO alarms VALUES (1, 'high'), (2, 'low');
