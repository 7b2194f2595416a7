-- the type gains and loses attributes, and the table with it
CREATE TYPE reading AS (sensor integer, value real, at timestamptz);

CREATE TABLE readings_roof OF reading (PRIMARY KEY (sensor));
CREATE TABLE readings_cellar OF reading;
