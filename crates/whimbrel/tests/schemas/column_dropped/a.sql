CREATE TABLE suppliers (
    id integer PRIMARY KEY,
    name text NOT NULL,
    fax text CONSTRAINT suppliers_fax_digits CHECK (fax ~ '^[0-9 +]+$')
);
CREATE INDEX suppliers_fax ON suppliers (fax);
