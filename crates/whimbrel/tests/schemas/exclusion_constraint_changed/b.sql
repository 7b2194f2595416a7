-- another operator, an expression, a predicate, deferrable
CREATE TABLE parking (id integer PRIMARY KEY, lot point NOT NULL, area box NOT NULL, free boolean);

ALTER TABLE parking ADD CONSTRAINT parking_apart EXCLUDE USING gist (box(lot, lot) WITH ~=, area WITH &&)
    WHERE (free IS NOT TRUE) DEFERRABLE INITIALLY DEFERRED;
