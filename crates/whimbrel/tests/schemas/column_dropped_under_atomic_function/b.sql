-- the function must stop reading the column before it goes
CREATE TABLE pets (id integer PRIMARY KEY, name text);
CREATE FUNCTION pet_label(pet integer) RETURNS text BEGIN ATOMIC SELECT name FROM pets WHERE id = pet; END;
