CREATE TABLE rides (id integer PRIMARY KEY, zone text, fare numeric);
CREATE MATERIALIZED VIEW zones AS SELECT zone, count(*) AS rides, sum(fare) AS fares FROM rides GROUP BY zone;
CREATE UNIQUE INDEX zones_zone ON zones (zone);

ALTER MATERIALIZED VIEW zones SET (fillfactor = 60);
