-- postgres: >=15
CREATE TABLE lots (id integer PRIMARY KEY, code text, sub integer);

CREATE UNIQUE INDEX lots_code ON lots (code, sub);
