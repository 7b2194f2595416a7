INSERT INTO leases VALUES (1, '[1,5)');
