CREATE TABLE letters (id integer NOT NULL, country text NOT NULL) PARTITION BY LIST (country);
CREATE TABLE letters_nl PARTITION OF letters FOR VALUES IN ('nl');

CREATE TABLE letters_rest PARTITION OF letters DEFAULT;
