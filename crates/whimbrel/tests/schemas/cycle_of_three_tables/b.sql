-- three tables refer to each other in a ring, one column is added to it
CREATE TABLE users (id integer PRIMARY KEY, home_team integer);
CREATE TABLE teams (id integer PRIMARY KEY, league integer, captain integer REFERENCES users);
CREATE TABLE leagues (id integer PRIMARY KEY, chair integer REFERENCES users ON DELETE SET NULL);
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (home_team) REFERENCES teams;
