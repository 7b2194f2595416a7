-- upper and lower case are the same name
CREATE COLLATION ignore_case (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TABLE names (id integer PRIMARY KEY, name text COLLATE ignore_case);
CREATE UNIQUE INDEX names_name ON names (name);
