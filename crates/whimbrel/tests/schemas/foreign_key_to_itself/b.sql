-- a tree of categories
CREATE TABLE categories (
    id integer PRIMARY KEY,
    name text NOT NULL,
    parent_id integer REFERENCES categories ON DELETE CASCADE
);
