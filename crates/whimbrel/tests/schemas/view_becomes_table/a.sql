CREATE TABLE visits (shop text NOT NULL, day date NOT NULL);

CREATE VIEW visits_per_day AS SELECT day, count(*) AS visits FROM visits GROUP BY day;
CREATE VIEW quiet_days AS SELECT day FROM visits_per_day WHERE visits < 5;
