CREATE TYPE reading AS (sensor integer, value real, note text);

CREATE TABLE readings_roof OF reading (PRIMARY KEY (sensor));
CREATE TABLE readings_cellar OF reading;
