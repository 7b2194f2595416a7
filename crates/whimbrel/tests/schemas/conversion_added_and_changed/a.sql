-- server only: the embedded PostgreSQL lacks the libraries of conversions
CREATE CONVERSION latin_in FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
