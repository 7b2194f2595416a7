INSERT INTO parcel VALUES (1, 0.5), (7, 12.25);
