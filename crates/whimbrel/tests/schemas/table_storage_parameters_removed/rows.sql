INSERT INTO meter_readings VALUES (7, 0.5), (7, 1.25);
