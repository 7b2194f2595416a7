-- must be dropped and made, with its rights and its users
CREATE FUNCTION order_number(id bigint) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT 'O' || id $$;

REVOKE ALL ON FUNCTION order_number(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_number(bigint) TO role_a;
COMMENT ON FUNCTION order_number(bigint) IS 'As printed';
CREATE TABLE order_log (id bigint PRIMARY KEY, number text DEFAULT order_number(0));
CREATE INDEX order_log_number ON order_log (order_number(id));
