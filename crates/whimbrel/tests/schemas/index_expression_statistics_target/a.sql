CREATE TABLE shops (id integer PRIMARY KEY, name text, opened date);
CREATE INDEX shops_name ON shops (lower(name), extract(year FROM opened));
