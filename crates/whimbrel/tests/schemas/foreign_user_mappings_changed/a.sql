-- open: pg_dump shows the options of a user mapping, which are masked here
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER bank FOREIGN DATA WRAPPER wire;

CREATE USER MAPPING FOR role_a SERVER bank OPTIONS (username 'teller', password 'first-secret');
CREATE USER MAPPING FOR role_b SERVER bank;
