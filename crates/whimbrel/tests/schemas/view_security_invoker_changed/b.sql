-- the reader's own rights count
CREATE TABLE salaries (id integer PRIMARY KEY, amount numeric NOT NULL);

CREATE VIEW salary_bands WITH (security_invoker = true, security_barrier = false) AS
    SELECT width_bucket(amount, 0, 100000, 5) AS band, count(*) AS people FROM salaries GROUP BY 1;
