-- its own parameters, clustering and column settings
CREATE TABLE rides (id integer PRIMARY KEY, zone text, fare numeric);
CREATE MATERIALIZED VIEW zones AS SELECT zone, count(*) AS rides, sum(fare) AS fares FROM rides GROUP BY zone;
CREATE UNIQUE INDEX zones_zone ON zones (zone);

ALTER MATERIALIZED VIEW zones SET (autovacuum_enabled = false);
ALTER MATERIALIZED VIEW zones CLUSTER ON zones_zone;
ALTER MATERIALIZED VIEW zones ALTER COLUMN zone SET STATISTICS 200;
ALTER MATERIALIZED VIEW zones ALTER COLUMN zone SET STORAGE EXTERNAL;
