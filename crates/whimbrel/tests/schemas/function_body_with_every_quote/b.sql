-- carriage returns, nested dollar quotes, a trailing backslash, unicode escapes
CREATE FUNCTION tricky() RETURNS text LANGUAGE plpgsql AS $function$
BEGIN
    RETURN $body$one $$two$$ $1 \$body$ || $_$$body$_$ || U&'\00e9' || 'end\' -- $function
        || E'\r\n';
END;
$function$;
CREATE FUNCTION dollar() RETURNS text LANGUAGE sql AS ' SELECT ''$function$'' || ''$$'' ';
