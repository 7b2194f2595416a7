CREATE TABLE trio (three TEXT, one TEXT, two TEXT);
CREATE VIEW all_of_it AS SELECT * FROM trio;
