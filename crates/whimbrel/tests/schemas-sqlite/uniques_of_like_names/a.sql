CREATE TABLE mix (a TEXT, b TEXT, a_b TEXT, UNIQUE (a, b), UNIQUE (a_b));
