CREATE FUNCTION split_name(full_name text, OUT first text, OUT last text) LANGUAGE sql IMMUTABLE
    AS $$ SELECT split_part(full_name, ' ', 1), split_part(full_name, ' ', 2) $$;
CREATE FUNCTION total(VARIADIC parts numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE
    AS $$ SELECT sum(p) FROM unnest(parts) AS p $$;
CREATE FUNCTION double_it(INOUT n integer) LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE FUNCTION pairs(n integer) RETURNS TABLE (a integer, b integer) LANGUAGE sql AS $$ SELECT i, i * i FROM generate_series(1, n) AS i $$;
