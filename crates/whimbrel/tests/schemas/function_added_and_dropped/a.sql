CREATE FUNCTION add_vat(amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT amount * 1.21 $$;
COMMENT ON FUNCTION add_vat(numeric) IS 'Twenty-one percent';
