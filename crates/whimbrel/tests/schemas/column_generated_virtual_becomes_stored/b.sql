-- the column must be made anew
CREATE TABLE names (id integer PRIMARY KEY, raw text NOT NULL, folded text GENERATED ALWAYS AS (lower(raw)) STORED);
