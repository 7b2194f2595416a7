CREATE TABLE documents (id integer PRIMARY KEY, body text, summary text, raw bytea);

ALTER TABLE documents ALTER COLUMN raw SET STORAGE EXTERNAL;
