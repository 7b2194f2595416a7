-- big texts out of line and uncompressed, small ones in
CREATE TABLE documents (id integer PRIMARY KEY, body text, summary text, raw bytea);

ALTER TABLE documents ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE documents ALTER COLUMN summary SET STORAGE MAIN;
