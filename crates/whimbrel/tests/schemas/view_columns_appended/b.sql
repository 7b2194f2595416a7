-- new columns at the end can be added in place; the way back cannot
CREATE TABLE staff (id integer PRIMARY KEY, name text, team text, hired date);

CREATE VIEW phone_book AS SELECT id, name, team, hired FROM staff;

CREATE VIEW phone_book_names AS SELECT name FROM phone_book;
GRANT SELECT ON phone_book TO role_a WITH GRANT OPTION;
