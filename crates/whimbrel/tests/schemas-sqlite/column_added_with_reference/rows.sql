INSERT INTO team VALUES (1);
INSERT INTO player VALUES (1, 'Ida'), (2, 'Bo');
