-- plain columns get a meaning, others lose it
CREATE DOMAIN phone AS text NOT NULL CHECK (VALUE ~ '^\+');
COMMENT ON DOMAIN phone IS 'with the country first';
CREATE TABLE homes (id integer PRIMARY KEY, zip text, phone phone);
