-- grants and comments of the column and of what stands on it
CREATE TABLE wages (id integer PRIMARY KEY, amount numeric(10, 2));

GRANT SELECT (id, amount), UPDATE (amount) ON wages TO role_a;
CREATE VIEW wage_sum AS SELECT sum(amount) AS total FROM wages;
GRANT SELECT (total) ON wage_sum TO role_b WITH GRANT OPTION;
REVOKE ALL ON wage_sum FROM CURRENT_USER;
