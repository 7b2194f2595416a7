-- addresses compare without case
CREATE EXTENSION citext;
CREATE TABLE readers (id integer PRIMARY KEY, email citext NOT NULL);
CREATE UNIQUE INDEX readers_email ON readers (email);
