CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE groups (id integer PRIMARY KEY);

CREATE TABLE badges (id integer PRIMARY KEY, holder integer CONSTRAINT badges_holder REFERENCES users ON DELETE CASCADE, giver integer);
