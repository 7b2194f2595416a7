CREATE DOMAIN zip AS text CHECK (VALUE ~ '^[0-9]{4} [A-Z]{2}$');
CREATE TABLE homes (id integer PRIMARY KEY, zip zip, phone text);
