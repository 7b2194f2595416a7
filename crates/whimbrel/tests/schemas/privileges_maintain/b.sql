-- who may vacuum and analyze
CREATE TABLE heaps (id integer PRIMARY KEY);

GRANT SELECT ON heaps TO role_a;
GRANT MAINTAIN ON heaps TO role_b WITH GRANT OPTION;
