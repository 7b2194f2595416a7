-- a country changes its partition's list
CREATE TABLE customers (id integer NOT NULL, country text) PARTITION BY LIST (country);

CREATE TABLE customers_west PARTITION OF customers FOR VALUES IN ('nl', 'be', 'fr');
CREATE TABLE customers_north PARTITION OF customers FOR VALUES IN ('no', 'se', NULL);
