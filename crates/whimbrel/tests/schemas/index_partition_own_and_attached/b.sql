-- a partition's own index becomes part of the parent's, or is on its own again
CREATE TABLE bets (id integer NOT NULL, day date NOT NULL, odds numeric) PARTITION BY RANGE (day);
CREATE TABLE bets_1 PARTITION OF bets FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

CREATE INDEX bets_1_odds ON bets_1 (odds);
CREATE INDEX bets_odds ON bets (odds);
COMMENT ON INDEX bets_odds IS 'the parent of all';
