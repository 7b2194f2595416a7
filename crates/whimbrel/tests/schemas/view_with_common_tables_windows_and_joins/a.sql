CREATE TABLE players (id integer PRIMARY KEY, name text, team integer, tags text[], meta jsonb);
CREATE TABLE teams (id integer PRIMARY KEY, name text);

CREATE VIEW standings AS SELECT p.id, p.name, t.name AS team FROM players p JOIN teams t ON t.id = p.team;
