INSERT INTO parcels VALUES (5, 1.5), (9, 2);
INSERT INTO pallets (weight) VALUES (100), (200);
