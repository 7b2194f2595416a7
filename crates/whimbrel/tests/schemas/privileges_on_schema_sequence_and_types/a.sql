CREATE SCHEMA api;
CREATE SEQUENCE api.ids;
CREATE TYPE api.kind AS ENUM ('a', 'b');
CREATE DOMAIN api.short AS varchar(10);

GRANT USAGE ON SCHEMA api TO role_a;
GRANT USAGE ON SEQUENCE api.ids TO role_a;
