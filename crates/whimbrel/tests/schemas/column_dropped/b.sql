-- the fax number goes, with its index and its check
CREATE TABLE suppliers (id integer PRIMARY KEY, name text NOT NULL);
