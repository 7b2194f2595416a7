CREATE TABLE warehouses (id integer, code text NOT NULL, CONSTRAINT warehouses_pkey PRIMARY KEY (id));

CREATE TABLE shelves (
    id integer PRIMARY KEY,
    warehouse_id integer CONSTRAINT shelves_warehouse REFERENCES warehouses (id) ON UPDATE CASCADE
);
COMMENT ON CONSTRAINT shelves_warehouse ON shelves IS 'a shelf stands somewhere';
