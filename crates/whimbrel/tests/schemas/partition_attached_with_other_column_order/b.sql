-- a part that was made long before, with its columns the other way round
CREATE TABLE invoices (id integer NOT NULL, day date NOT NULL, total numeric) PARTITION BY RANGE (day);
CREATE TABLE invoices_old (total numeric, day date NOT NULL, id integer NOT NULL);

ALTER TABLE invoices ATTACH PARTITION invoices_old FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
