CREATE TABLE visits (at date) PARTITION BY RANGE (at)
