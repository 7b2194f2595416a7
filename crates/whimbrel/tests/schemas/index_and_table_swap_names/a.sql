CREATE TABLE pears (id integer);
CREATE INDEX apples ON pears (id);
