-- the domain allows less than the enum did
CREATE DOMAIN state AS text CHECK (VALUE IN ('new', 'old'));

CREATE TABLE books (id integer PRIMARY KEY, state state NOT NULL);
