-- invoices live with the rest of accounting; a drop and a create unless it is recognised
CREATE SCHEMA accounting;

CREATE TABLE accounting.invoices (id integer PRIMARY KEY, total numeric NOT NULL);
