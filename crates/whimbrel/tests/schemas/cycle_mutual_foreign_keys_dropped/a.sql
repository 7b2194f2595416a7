CREATE TABLE stays_here (id integer PRIMARY KEY);

CREATE TABLE hens (id integer PRIMARY KEY, from_egg integer, here integer REFERENCES stays_here);
CREATE TABLE eggs (id integer PRIMARY KEY, from_hen integer NOT NULL REFERENCES hens);
ALTER TABLE hens ADD CONSTRAINT hens_egg FOREIGN KEY (from_egg) REFERENCES eggs;
