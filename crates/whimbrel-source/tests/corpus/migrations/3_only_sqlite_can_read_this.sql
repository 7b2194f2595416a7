-- migrate:up
CREATE TABLE [user's] (id);
CREATE TABLE t (id);
-- migrate:down
DROP TABLE t;
