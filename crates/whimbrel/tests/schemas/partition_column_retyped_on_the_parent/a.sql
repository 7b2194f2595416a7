CREATE TABLE tolls (id integer NOT NULL, day date NOT NULL, amount integer) PARTITION BY RANGE (day);

CREATE TABLE tolls_1 PARTITION OF tolls FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE TABLE tolls_2 PARTITION OF tolls FOR VALUES FROM ('2024-02-01') TO ('2024-03-01') PARTITION BY RANGE (day);
CREATE TABLE tolls_2_a PARTITION OF tolls_2 FOR VALUES FROM ('2024-02-01') TO ('2024-02-15');
CREATE INDEX tolls_amount ON tolls (amount);
CREATE VIEW toll_sums AS SELECT day, sum(amount) AS total FROM tolls GROUP BY day;
