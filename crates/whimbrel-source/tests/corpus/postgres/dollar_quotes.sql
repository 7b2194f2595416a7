SELECT $$one; two$$, $tag$ $$ ; $other$ $tag$;
SELECT $1, $2::text; EXECUTE p USING $1$2;
SELECT a$b$c; SELECT x$1;
DO $do$
BEGIN
  EXECUTE $q$ SELECT ';' $q$;
END
$do$;
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $é$ BEGIN RETURN 1; END; $é$;
