-- loses: legacy.users
INSERT INTO legacy.users DEFAULT VALUES;
