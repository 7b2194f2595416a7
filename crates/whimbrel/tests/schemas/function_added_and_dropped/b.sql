-- one helper goes, a set-returning one comes
CREATE FUNCTION next_days(n integer, from_day date DEFAULT CURRENT_DATE) RETURNS SETOF date LANGUAGE sql STABLE
    AS $$ SELECT from_day + i FROM generate_series(1, n) AS i $$;
COMMENT ON FUNCTION next_days(integer, date) IS 'For the calendar';
