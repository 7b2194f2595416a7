CREATE FOREIGN TABLE far_items (id integer) SERVER far
