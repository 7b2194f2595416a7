INSERT INTO rooms VALUES (1, 'Attic', 8);
INSERT INTO bookings (room_id, who, during) VALUES (1, 'Ada', '[2024-01-01 10:00, 2024-01-01 11:00)'), (1, 'Bo', '[2024-01-01 11:00, 2024-01-01 12:00)');
