-- keeps its values and is written by hand from now on; back again it must be made anew
CREATE TABLE readers (
    id integer PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    full_name text
);
