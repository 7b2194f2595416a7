-- a skewed column is sampled more closely
CREATE TABLE visits (id integer PRIMARY KEY, country text, city text);

ALTER TABLE visits ALTER COLUMN country SET STATISTICS 1000;
ALTER TABLE visits ALTER COLUMN city SET (n_distinct = -0.2, n_distinct_inherited = 50);
