-- an explicit compression method
CREATE TABLE transcripts (id integer PRIMARY KEY, body text, notes text);

ALTER TABLE transcripts ALTER COLUMN body SET COMPRESSION pglz;
