-- the new column stands second in the desired table
CREATE TABLE people (id integer PRIMARY KEY, title text, name text NOT NULL, born date);
