-- open: rows hold the value that is removed, and the statement fails rather than lose it
CREATE TYPE size AS ENUM ('s', 'm', 'l', 'xxl');

CREATE TABLE shirts (id integer PRIMARY KEY, size size);
