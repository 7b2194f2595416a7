-- new rows only; then all
CREATE TABLE owners (id integer PRIMARY KEY, email text, phone text, town text);

ALTER TABLE owners ADD CONSTRAINT owners_email_needed NOT NULL email NOT VALID;
ALTER TABLE owners ADD CONSTRAINT owners_phone_needed NOT NULL phone;
ALTER TABLE owners ADD CONSTRAINT owners_town_needed NOT NULL town NO INHERIT;
