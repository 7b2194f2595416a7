-- postgres: >=14
CREATE TABLE stock (article text PRIMARY KEY, pieces integer NOT NULL);
CREATE FUNCTION stock_of(wanted text) RETURNS integer LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT pieces FROM stock WHERE article = wanted;
    END;
CREATE FUNCTION empty_shelves() RETURNS bigint RETURN (SELECT count(*) FROM stock WHERE pieces = 0);
