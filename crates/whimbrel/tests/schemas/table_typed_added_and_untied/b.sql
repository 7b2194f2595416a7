-- tables made of a type
CREATE TYPE point_of_interest AS (id integer, name text, height numeric);

CREATE TABLE peaks OF point_of_interest (PRIMARY KEY (id), name WITH OPTIONS DEFAULT 'nameless', CHECK (height > 0));
CREATE TABLE passes (id integer, name text, height numeric);
CREATE TABLE huts OF point_of_interest;
