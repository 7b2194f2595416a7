CREATE TABLE cities (id integer PRIMARY KEY);

CREATE TABLE museums (id integer PRIMARY KEY);
