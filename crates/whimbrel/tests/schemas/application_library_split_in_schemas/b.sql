-- what was in one schema is divided, with views left where the old names were
CREATE SCHEMA stock;
CREATE SCHEMA lending;

CREATE TABLE stock.books (id integer PRIMARY KEY, title text NOT NULL, isbn text UNIQUE);
CREATE TABLE lending.loans (id integer PRIMARY KEY, book_id integer REFERENCES stock.books, reader text NOT NULL, due date NOT NULL);
CREATE VIEW books AS SELECT id, title, isbn FROM stock.books;
CREATE VIEW loans AS SELECT id, book_id, reader, due FROM lending.loans;
CREATE FUNCTION lending.overdue(l lending.loans) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT l.due < CURRENT_DATE $$;
CREATE VIEW overdue_loans AS SELECT l.id, l.reader, b.title FROM lending.loans l JOIN stock.books b ON b.id = l.book_id WHERE lending.overdue(l);
COMMENT ON VIEW books IS 'kept for the old catalogue terminal';
