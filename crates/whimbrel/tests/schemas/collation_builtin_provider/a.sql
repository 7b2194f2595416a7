-- postgres: >=17
CREATE COLLATION plain (PROVIDER = builtin, LOCALE = 'C');
CREATE TABLE songs (id integer PRIMARY KEY, title text COLLATE plain);
