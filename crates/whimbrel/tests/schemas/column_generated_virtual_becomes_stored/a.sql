-- postgres: >=18
CREATE TABLE names (id integer PRIMARY KEY, raw text NOT NULL, folded text GENERATED ALWAYS AS (lower(raw)) VIRTUAL);
