-- tables of two schemas come and go together with what links them
CREATE SCHEMA sales;
CREATE TABLE sales.customers (id integer PRIMARY KEY);

CREATE SCHEMA billing;
CREATE TABLE billing.invoices (id integer PRIMARY KEY, customer integer REFERENCES sales.customers ON UPDATE CASCADE);
ALTER TABLE sales.customers ADD COLUMN last_invoice integer REFERENCES billing.invoices;
