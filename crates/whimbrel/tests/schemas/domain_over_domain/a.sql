CREATE DOMAIN name_part AS varchar(40);
CREATE DOMAIN last_name AS name_part CHECK (VALUE <> '');

CREATE TABLE signers (id integer PRIMARY KEY, last_name last_name);
