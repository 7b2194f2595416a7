-- OUT, INOUT, VARIADIC and TABLE change shape
CREATE FUNCTION split_name(full_name text, OUT first text, OUT middle text, OUT last text) LANGUAGE sql IMMUTABLE
    AS $$ SELECT split_part(full_name, ' ', 1), split_part(full_name, ' ', 2), split_part(full_name, ' ', 3) $$;
CREATE FUNCTION total(first numeric, VARIADIC parts numeric[] DEFAULT '{}') RETURNS numeric LANGUAGE sql IMMUTABLE
    AS $$ SELECT first + coalesce((SELECT sum(p) FROM unnest(parts) AS p), 0) $$;
CREATE FUNCTION double_it(INOUT n bigint) LANGUAGE sql AS $$ SELECT n * 2 $$;
CREATE FUNCTION pairs(n integer) RETURNS TABLE (a integer, b bigint, c text) LANGUAGE sql AS $$ SELECT i, i::bigint * i, 'x' FROM generate_series(1, n) AS i $$;
