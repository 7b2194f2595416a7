CREATE TABLE users (id integer PRIMARY KEY, home_team integer);
CREATE TABLE teams (id integer PRIMARY KEY, league integer);
CREATE TABLE leagues (id integer PRIMARY KEY, chair integer REFERENCES users);
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (home_team) REFERENCES teams;
ALTER TABLE teams ADD CONSTRAINT teams_league FOREIGN KEY (league) REFERENCES leagues;
