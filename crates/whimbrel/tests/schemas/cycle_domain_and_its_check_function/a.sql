CREATE DOMAIN even AS integer;
CREATE TABLE pairs (n even);
