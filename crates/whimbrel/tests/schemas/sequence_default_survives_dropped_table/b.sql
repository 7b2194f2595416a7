-- the sequence belonged to the old table and still feeds another's default
CREATE SEQUENCE old_orders_id_seq AS integer;
CREATE TABLE orders (id integer PRIMARY KEY DEFAULT nextval('old_orders_id_seq'), note text);
