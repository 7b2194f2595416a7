-- postgres: >=18
CREATE TABLE riders (id integer PRIMARY KEY, name text CONSTRAINT riders_name_needed NOT NULL, horse text NOT NULL);
