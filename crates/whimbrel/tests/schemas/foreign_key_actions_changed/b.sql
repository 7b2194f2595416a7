-- every action once
CREATE TABLE owners (id integer PRIMARY KEY);

CREATE TABLE pets (
    id integer PRIMARY KEY,
    owner_1 integer CONSTRAINT pets_owner_1 REFERENCES owners ON DELETE RESTRICT ON UPDATE CASCADE,
    owner_2 integer CONSTRAINT pets_owner_2 REFERENCES owners ON DELETE SET DEFAULT ON UPDATE SET NULL,
    owner_3 integer DEFAULT 1 CONSTRAINT pets_owner_3 REFERENCES owners,
    owner_4 integer CONSTRAINT pets_owner_4 REFERENCES owners ON DELETE CASCADE
);
