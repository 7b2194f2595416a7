-- a name that was computed is stored now
CREATE TABLE visits (shop text NOT NULL, day date NOT NULL);

CREATE TABLE visits_per_day (day date PRIMARY KEY, visits bigint NOT NULL);
CREATE VIEW quiet_days AS SELECT day FROM visits_per_day WHERE visits < 5;
