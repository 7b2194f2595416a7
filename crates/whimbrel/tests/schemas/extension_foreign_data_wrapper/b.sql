-- a real wrapper checks its options
CREATE EXTENSION postgres_fdw;
CREATE SERVER branch FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'branch.example', port '5433', dbname 'shop', fetch_size '500');
CREATE USER MAPPING FOR role_a SERVER branch OPTIONS (user 'reader', password 'also-never-shown');
CREATE FOREIGN TABLE branch_orders (id integer NOT NULL, total numeric OPTIONS (column_name 'sum')) SERVER branch OPTIONS (table_name 'orders', updatable 'false');
GRANT USAGE ON FOREIGN SERVER branch TO role_b;
