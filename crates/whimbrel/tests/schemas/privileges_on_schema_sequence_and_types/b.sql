-- usage and create, sequences, types and domains
CREATE SCHEMA api;
CREATE SEQUENCE api.ids;
CREATE TYPE api.kind AS ENUM ('a', 'b');
CREATE DOMAIN api.short AS varchar(10);

GRANT USAGE, CREATE ON SCHEMA api TO role_a;
GRANT USAGE ON SCHEMA api TO PUBLIC;
GRANT SELECT, UPDATE ON SEQUENCE api.ids TO role_a;
REVOKE USAGE ON TYPE api.kind FROM PUBLIC;
GRANT USAGE ON TYPE api.kind TO role_a;
REVOKE ALL ON DOMAIN api.short FROM PUBLIC;
