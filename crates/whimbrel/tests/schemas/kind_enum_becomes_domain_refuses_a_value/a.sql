CREATE TYPE state AS ENUM ('new', 'old', 'lost');

CREATE TABLE books (id integer PRIMARY KEY, state state NOT NULL);
