-- bodies that the server keeps as parsed; they depend on what they read
CREATE TABLE stock (article text PRIMARY KEY, pieces bigint NOT NULL);
CREATE FUNCTION stock_of(wanted text) RETURNS bigint LANGUAGE sql STABLE
    BEGIN ATOMIC
        SELECT coalesce(max(s.pieces), 0) FROM stock s WHERE s.article = wanted;
    END;
CREATE FUNCTION empty_shelves() RETURNS bigint RETURN (SELECT count(*) FROM stock WHERE pieces <= 0);
