INSERT INTO plugs VALUES (1, 'F', 2);
INSERT INTO sockets VALUES (1, 'F');
