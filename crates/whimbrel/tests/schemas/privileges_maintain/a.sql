-- postgres: >=17
CREATE TABLE heaps (id integer PRIMARY KEY);

GRANT ALL ON heaps TO role_a;
