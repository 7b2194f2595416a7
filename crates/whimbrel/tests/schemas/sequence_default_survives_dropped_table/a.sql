CREATE TABLE old_orders (id serial PRIMARY KEY);
CREATE TABLE orders (id integer PRIMARY KEY DEFAULT nextval('old_orders_id_seq'), note text);
