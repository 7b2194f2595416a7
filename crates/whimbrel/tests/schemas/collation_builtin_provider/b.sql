-- the server's own Unicode
CREATE COLLATION plain (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE TABLE songs (id integer PRIMARY KEY, title text COLLATE plain);
