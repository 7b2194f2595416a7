-- collations of our own, from another and by locale
CREATE COLLATION bytes (LC_COLLATE = 'POSIX', LC_CTYPE = 'C');
COMMENT ON COLLATION bytes IS 'by bytes';
CREATE TABLE words (id integer PRIMARY KEY, w text COLLATE bytes);
