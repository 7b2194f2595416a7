CREATE TABLE genre (id INTEGER PRIMARY KEY);
CREATE TABLE book (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  pages INTEGER CHECK (pages > 0) CHECK (pages < 10000),
  genre_id INTEGER REFERENCES genre (id),
  long_book INTEGER AS (pages > 500)
);
CREATE INDEX book_pages ON book (pages);
CREATE INDEX book_title ON book (title) WHERE pages IS NOT NULL;
CREATE TRIGGER book_thin AFTER UPDATE OF pages ON book WHEN new.pages < 10 BEGIN
  DELETE FROM genre WHERE id = old.genre_id;
END;
CREATE VIEW thick AS SELECT title FROM book WHERE long_book;
