-- migrate:up
COPY t FROM STDIN;
1
-- migrate:down
DROP TABLE t;
