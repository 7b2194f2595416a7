CREATE TABLE value (name text, timestamp timestamp, "time" time, "position" integer, "interval" interval, "values" integer);
