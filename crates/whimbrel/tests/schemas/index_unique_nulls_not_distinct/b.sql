-- one row without a code at most
CREATE TABLE lots (id integer PRIMARY KEY, code text, sub integer);

CREATE UNIQUE INDEX lots_code ON lots (code, sub) NULLS NOT DISTINCT WHERE id > 0;
