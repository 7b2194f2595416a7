-- server only: the embedded PostgreSQL has no postgres_fdw
CREATE EXTENSION postgres_fdw;
CREATE SERVER branch FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'branch.example', dbname 'shop');
CREATE USER MAPPING FOR role_a SERVER branch OPTIONS (user 'shop', password 'never-shown');
CREATE FOREIGN TABLE branch_orders (id integer NOT NULL, total numeric) SERVER branch OPTIONS (schema_name 'public', table_name 'orders');
