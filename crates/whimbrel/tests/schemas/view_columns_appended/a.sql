CREATE TABLE staff (id integer PRIMARY KEY, name text, team text, hired date);

CREATE VIEW phone_book AS SELECT id, name FROM staff;

CREATE VIEW phone_book_names AS SELECT name FROM phone_book;
GRANT SELECT ON phone_book TO role_a WITH GRANT OPTION;
