CREATE TABLE shots (player text NOT NULL, points integer NOT NULL);

CREATE MATERIALIZED VIEW scores AS SELECT player, points AS score FROM shots;
CREATE INDEX scores_player ON scores (player, score DESC);
CREATE MATERIALIZED VIEW ranks AS SELECT player, rank() OVER (ORDER BY score DESC) AS place FROM scores;
CREATE VIEW podium AS SELECT player FROM ranks WHERE place <= 3;
