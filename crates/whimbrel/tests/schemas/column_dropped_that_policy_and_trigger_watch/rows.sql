-- loses: photos.shared
INSERT INTO photos VALUES (1, '2019-01-01', true);
