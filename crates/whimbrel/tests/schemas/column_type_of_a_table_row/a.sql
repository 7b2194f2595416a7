CREATE TABLE plans (id integer, title text);

CREATE TABLE plan_history (id integer PRIMARY KEY, before plans, after plans);
