CREATE TYPE colour AS ENUM ('red', 'blue');
CREATE TABLE walls (id integer PRIMARY KEY, colour colour, colours colour[]);
