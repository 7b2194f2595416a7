CREATE TABLE country (iso TEXT PRIMARY KEY, name TEXT);
CREATE TABLE city (country TEXT, name TEXT, people INTEGER);
