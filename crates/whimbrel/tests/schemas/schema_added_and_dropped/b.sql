-- one with things in it goes, one comes
CREATE SCHEMA identity AUTHORIZATION role_b;
COMMENT ON SCHEMA identity IS 'who is who';
CREATE TABLE identity.users (id bigint PRIMARY KEY);
