CREATE TYPE point_of_interest AS (id integer, name text, height numeric);

CREATE TABLE peaks OF point_of_interest (PRIMARY KEY (id), name WITH OPTIONS NOT NULL);
CREATE TABLE passes OF point_of_interest;
