-- loses: trips.miles
INSERT INTO trips VALUES (1, 5, NULL), (2, NULL, 7);
