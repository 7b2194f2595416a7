CREATE SCHEMA accounting;

CREATE TABLE invoices (id integer PRIMARY KEY, total numeric NOT NULL);
