COPY t FROM STDIN;
1	one
\.
SELECT 1;
