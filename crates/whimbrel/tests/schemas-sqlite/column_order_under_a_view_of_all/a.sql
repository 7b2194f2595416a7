CREATE TABLE trio (one TEXT, two TEXT, three TEXT);
CREATE VIEW all_of_it AS SELECT * FROM trio;
