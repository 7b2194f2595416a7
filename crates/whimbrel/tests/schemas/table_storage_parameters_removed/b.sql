-- back to the server's defaults
CREATE TABLE meter_readings (meter integer, value real);
