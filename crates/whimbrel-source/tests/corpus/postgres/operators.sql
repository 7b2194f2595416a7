SELECT a->>'b', a@>b, a <@ b, x::int, -1, a=-1, @-5, f(x => 1), a[1:n], a|/*;*/b, a ?| b, 1e5, .5, 1.5::numeric, 0xFF;
SELECT * FROM t WHERE a <-1;
