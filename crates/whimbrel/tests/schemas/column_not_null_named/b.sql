-- names and comments of NOT NULL
CREATE TABLE riders (id integer PRIMARY KEY, name text CONSTRAINT riders_must_have_a_name NOT NULL, horse text CONSTRAINT riders_horse_needed NOT NULL);
COMMENT ON CONSTRAINT riders_horse_needed ON riders IS 'no horse, no rider';
