CREATE TABLE bets (id integer NOT NULL, day date NOT NULL, odds numeric) PARTITION BY RANGE (day);
CREATE TABLE bets_1 PARTITION OF bets FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');

CREATE INDEX bets_1_odds ON bets_1 (odds);
