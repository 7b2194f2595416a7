COPY public.users (id, name) FROM stdin;
1	it's; -- no comment
2	$$ /* \N "
\.

COPY "Odd; name" FROM STDIN WITH (FORMAT csv, HEADER); -- the rows follow
a,b
"x
y;",'
\.
copy t from stdin;
\.
COPY t FROM '/tmp/x'; COPY t TO STDOUT; COPY (SELECT 1) TO STDOUT; COPY t FROM PROGRAM 'cat';
COPY BINARY t FROM STDIN;
the rest; is rows
to the end of the file
