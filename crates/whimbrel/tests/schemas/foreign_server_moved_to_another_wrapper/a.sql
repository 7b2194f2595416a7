CREATE FOREIGN DATA WRAPPER old_way;
CREATE FOREIGN DATA WRAPPER new_way;

CREATE SERVER remote FOREIGN DATA WRAPPER old_way;

CREATE USER MAPPING FOR role_a SERVER remote OPTIONS (username 'a');
CREATE FOREIGN TABLE remote_orders (id integer) SERVER remote;
CREATE VIEW remote_order_ids AS SELECT id FROM remote_orders;
