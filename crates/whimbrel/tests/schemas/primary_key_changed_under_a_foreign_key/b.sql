-- the referenced key gets another index; the reference must go and come back
CREATE TABLE warehouses (id integer, code text NOT NULL, CONSTRAINT warehouses_pkey PRIMARY KEY (id) INCLUDE (code) WITH (fillfactor = 80));

CREATE TABLE shelves (
    id integer PRIMARY KEY,
    warehouse_id integer CONSTRAINT shelves_warehouse REFERENCES warehouses (id) ON UPDATE CASCADE
);
COMMENT ON CONSTRAINT shelves_warehouse ON shelves IS 'a shelf stands somewhere';
