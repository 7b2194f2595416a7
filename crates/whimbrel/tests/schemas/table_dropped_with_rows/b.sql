-- the old newsletter list is gone
CREATE TABLE customers (id integer PRIMARY KEY, email text NOT NULL);
