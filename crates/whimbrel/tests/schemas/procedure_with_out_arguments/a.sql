-- postgres: >=14
CREATE SEQUENCE batch_numbers;

CREATE PROCEDURE open_batch(OUT batch bigint) LANGUAGE plpgsql AS $$ BEGIN batch := nextval('batch_numbers'); END $$;
