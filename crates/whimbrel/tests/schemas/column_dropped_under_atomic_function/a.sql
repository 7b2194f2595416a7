-- postgres: >=14
CREATE TABLE pets (id integer PRIMARY KEY, name text, chip text);
CREATE FUNCTION pet_label(pet integer) RETURNS text BEGIN ATOMIC SELECT name || coalesce(chip, '') FROM pets WHERE id = pet; END;
