-- postgres: >=13
CREATE TABLE visits (page text, country text);
CREATE STATISTICS visits_both ON page, country FROM visits;
CREATE STATISTICS visits_deps (dependencies) ON page, country FROM visits;

ALTER STATISTICS visits_both SET STATISTICS 50;
