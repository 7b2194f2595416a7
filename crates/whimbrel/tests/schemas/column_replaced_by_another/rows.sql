-- loses: rooms.beds
INSERT INTO rooms VALUES (101, 2), (102, 3);
