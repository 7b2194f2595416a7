-- role_b passes on what it was given; the grantor is not the owner
CREATE TABLE recipes (id integer PRIMARY KEY);
GRANT SELECT ON recipes TO role_b WITH GRANT OPTION;

SET ROLE role_b;
GRANT SELECT ON recipes TO role_c;
RESET ROLE;
