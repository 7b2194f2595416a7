-- the parts go on as tables of their own
CREATE TABLE surveys_2023 (id integer NOT NULL, year integer NOT NULL, CONSTRAINT surveys_year CHECK (year > 1900));
CREATE TABLE surveys_2024 (id integer NOT NULL, year integer NOT NULL, CONSTRAINT surveys_year CHECK (year > 1900));
