-- a column that holds rows of another table, which changes beside it
CREATE TABLE plans (id integer, title text, due date);

CREATE TABLE plan_history (id integer PRIMARY KEY, before plans, after plans);
