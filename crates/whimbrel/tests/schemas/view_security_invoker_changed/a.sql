-- postgres: >=15
CREATE TABLE salaries (id integer PRIMARY KEY, amount numeric NOT NULL);

CREATE VIEW salary_bands AS SELECT width_bucket(amount, 0, 100000, 5) AS band, count(*) AS people FROM salaries GROUP BY 1;
