INSERT INTO blobs VALUES ('6f2a1c1e-9d0b-4b8e-8a53-0d2f4c6b7a11', '{"k": [1]}', '10.0.0.1', 5);
