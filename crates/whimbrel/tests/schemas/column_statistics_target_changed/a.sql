CREATE TABLE visits (id integer PRIMARY KEY, country text, city text);

ALTER TABLE visits ALTER COLUMN city SET STATISTICS 0;
