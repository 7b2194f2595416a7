INSERT INTO festivals VALUES ('Lights', 300);
