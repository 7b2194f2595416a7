CREATE TABLE books (
    id integer PRIMARY KEY,
    title text NOT NULL,
    subtitle text,
    search text GENERATED ALWAYS AS (lower(title)) STORED
);

CREATE INDEX books_search ON books (search text_pattern_ops);
CREATE VIEW book_index AS SELECT search, id FROM books;
