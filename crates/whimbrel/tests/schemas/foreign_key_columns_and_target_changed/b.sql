-- the same name points elsewhere
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE groups (id integer PRIMARY KEY);

CREATE TABLE badges (id integer PRIMARY KEY, holder integer CONSTRAINT badges_holder REFERENCES groups ON DELETE CASCADE, giver integer CONSTRAINT badges_giver REFERENCES users);
