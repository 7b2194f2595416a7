INSERT INTO files VALUES (1, '/etc/motd', NULL);
