-- postgres: >=14
CREATE TABLE transcripts (id integer PRIMARY KEY, body text, notes text);

ALTER TABLE transcripts ALTER COLUMN notes SET COMPRESSION pglz;
