CREATE TABLE country (iso TEXT, name TEXT, PRIMARY KEY (iso, name));
CREATE TABLE city (country TEXT, name TEXT, people INTEGER, CONSTRAINT city_key PRIMARY KEY (country, name));
