CREATE SCHEMA sales;
CREATE TABLE sales.customers (id integer PRIMARY KEY);

CREATE SCHEMA support;
CREATE TABLE support.tickets (id integer PRIMARY KEY, customer integer REFERENCES sales.customers);
