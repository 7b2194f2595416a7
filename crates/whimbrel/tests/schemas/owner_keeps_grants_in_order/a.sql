CREATE TABLE pots (id integer PRIMARY KEY);

GRANT SELECT ON pots TO role_b;
