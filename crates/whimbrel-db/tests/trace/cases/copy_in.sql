COPY price_changes FROM stdin;
1	2	3
4	5	6
\.
