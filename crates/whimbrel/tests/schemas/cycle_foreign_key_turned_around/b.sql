-- the child becomes the parent
CREATE TABLE orders (id integer PRIMARY KEY, link integer);
CREATE TABLE invoices (id integer PRIMARY KEY, link integer);
ALTER TABLE orders ADD CONSTRAINT link_fk FOREIGN KEY (link) REFERENCES invoices;
