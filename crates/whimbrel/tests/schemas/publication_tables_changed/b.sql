-- tables come and go, operations change
CREATE TABLE a1 (id integer PRIMARY KEY);
CREATE TABLE a2 (id integer PRIMARY KEY);
CREATE TABLE a3 (id integer PRIMARY KEY);

CREATE PUBLICATION news FOR TABLE a2, ONLY a3 WITH (publish = 'insert, update');
CREATE PUBLICATION come WITH (publish = 'truncate');
COMMENT ON PUBLICATION come IS 'nothing yet';
