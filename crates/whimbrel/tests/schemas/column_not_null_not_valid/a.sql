-- postgres: >=18
CREATE TABLE owners (id integer PRIMARY KEY, email text, phone text, town text);

ALTER TABLE owners ADD CONSTRAINT owners_phone_needed NOT NULL phone NOT VALID;
