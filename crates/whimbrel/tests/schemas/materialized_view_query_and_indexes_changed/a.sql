CREATE TABLE measures (station integer NOT NULL, day date NOT NULL, mm numeric NOT NULL);

CREATE MATERIALIZED VIEW rainfall AS SELECT station, sum(mm) AS mm FROM measures GROUP BY station;
CREATE UNIQUE INDEX rainfall_station ON rainfall (station);

COMMENT ON MATERIALIZED VIEW rainfall IS 'Refreshed at night';
GRANT SELECT ON rainfall TO role_a;
