-- what fits is kept; rows that do not fit stop it
CREATE TABLE codes (id integer PRIMARY KEY, code varchar(10) NOT NULL, weight numeric(6, 4), at timestamp);
