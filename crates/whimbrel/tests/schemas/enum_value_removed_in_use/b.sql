-- a row still has the value; it cannot be kept
CREATE TYPE size AS ENUM ('s', 'm', 'l');

CREATE TABLE shirts (id integer PRIMARY KEY, size size);
