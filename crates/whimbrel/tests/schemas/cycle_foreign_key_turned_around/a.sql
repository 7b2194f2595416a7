CREATE TABLE orders (id integer PRIMARY KEY, link integer);
CREATE TABLE invoices (id integer PRIMARY KEY, link integer CONSTRAINT link_fk REFERENCES orders);
