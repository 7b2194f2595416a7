INSERT INTO fares (id, km) VALUES (1, 10);
