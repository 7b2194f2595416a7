CREATE TYPE size AS ENUM ('s', 'm', 'l', 'xxl');

CREATE TABLE shirts (id integer PRIMARY KEY, size size);
