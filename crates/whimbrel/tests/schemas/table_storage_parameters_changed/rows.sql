INSERT INTO seat_states SELECT n, n % 2 = 0 FROM generate_series(1, 20) AS n;
