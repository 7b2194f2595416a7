-- the inner one gets a rule, the outer another base and collation
CREATE DOMAIN name_part AS varchar(40) CHECK (VALUE = btrim(VALUE));
CREATE DOMAIN last_name AS name_part COLLATE "C" CHECK (VALUE <> '' AND length(VALUE) > 1);

CREATE TABLE signers (id integer PRIMARY KEY, last_name last_name);
