-- a password changes, which nobody may see; PUBLIC gets a mapping
CREATE FOREIGN DATA WRAPPER wire;
CREATE SERVER bank FOREIGN DATA WRAPPER wire;

CREATE USER MAPPING FOR role_a SERVER bank OPTIONS (username 'teller', password 'second-secret');
CREATE USER MAPPING FOR PUBLIC SERVER bank OPTIONS (username 'guest', password 'it''s open');
