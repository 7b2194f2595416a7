CREATE FUNCTION greeting(name text) RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
    -- it's "the old" one; with a semicolon
    RETURN 'Dear ' || name || E',\n';
END
$body$;
