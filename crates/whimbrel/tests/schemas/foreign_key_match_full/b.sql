-- either both parts or none
CREATE TABLE places (country text, zip text, PRIMARY KEY (country, zip));

CREATE TABLE branches (id integer PRIMARY KEY, country text, zip text,
    CONSTRAINT branches_place FOREIGN KEY (country, zip) REFERENCES places MATCH FULL);
