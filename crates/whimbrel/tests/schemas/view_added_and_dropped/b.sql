-- one report replaces another
CREATE TABLE orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric NOT NULL, paid boolean NOT NULL);

CREATE VIEW best_customers AS
    SELECT customer, sum(total) AS spent FROM orders GROUP BY customer HAVING sum(total) > 100;
COMMENT ON VIEW best_customers IS 'For the yearly letter';
