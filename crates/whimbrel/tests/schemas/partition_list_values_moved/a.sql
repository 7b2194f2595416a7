CREATE TABLE customers (id integer NOT NULL, country text) PARTITION BY LIST (country);

CREATE TABLE customers_west PARTITION OF customers FOR VALUES IN ('nl', 'be', NULL);
CREATE TABLE customers_north PARTITION OF customers FOR VALUES IN ('no');
