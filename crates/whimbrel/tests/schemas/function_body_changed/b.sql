-- quotes, dollars and backslashes in bodies
CREATE FUNCTION greeting(name text) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
    salute text := $$it's me$$;
BEGIN
    /* $ is a price, $1 an argument, \ a backslash */
    RETURN format($f$%s: "%s" costs $5 \ %s$f$, salute, name, $1);
END
$body$;
