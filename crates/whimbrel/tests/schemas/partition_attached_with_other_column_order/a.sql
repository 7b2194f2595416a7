CREATE TABLE invoices (id integer NOT NULL, day date NOT NULL, total numeric) PARTITION BY RANGE (day);
CREATE TABLE invoices_old (total numeric, day date NOT NULL, id integer NOT NULL);
