-- who it is may be read; all else of it is a secret
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER bank FOREIGN DATA WRAPPER wire;

CREATE USER MAPPING FOR role_a SERVER bank OPTIONS (user 'cashier', token 'it''s
two');
