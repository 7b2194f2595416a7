-- with grants on the object when the owner changes
CREATE TABLE pots (id integer PRIMARY KEY);

GRANT SELECT ON pots TO role_b;
ALTER TABLE pots OWNER TO role_a;
