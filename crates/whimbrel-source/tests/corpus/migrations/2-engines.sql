/* One file
   for both */
-- migrate:up engine:postgres
CREATE TABLE t (id int);
COPY t FROM STDIN;
1
-- migrate:down
\.
-- migrate:up transaction:false engine:sqlite
CREATE TABLE [it's; -- migrate:down
] (id);
CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;
    -- migrate:down
DROP TABLE t
