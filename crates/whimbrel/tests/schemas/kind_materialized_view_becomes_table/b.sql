-- the results are kept by hand from now on
CREATE TABLE raw (k text, v numeric);

CREATE TABLE totals (k text, v numeric);
CREATE UNIQUE INDEX totals_k ON totals (k);
