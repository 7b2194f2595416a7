CREATE SCHEMA stock;
CREATE SCHEMA lending;

CREATE TABLE books (id integer PRIMARY KEY, title text NOT NULL, isbn text UNIQUE);
CREATE TABLE loans (id integer PRIMARY KEY, book_id integer REFERENCES books, reader text NOT NULL, due date NOT NULL);
CREATE FUNCTION overdue(l loans) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT l.due < CURRENT_DATE $$;
CREATE VIEW overdue_loans AS SELECT l.id, l.reader, b.title FROM loans l JOIN books b ON b.id = l.book_id WHERE overdue(l);
