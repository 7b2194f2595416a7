-- an OUT argument is part of what CALL must name
CREATE SEQUENCE batch_numbers;

CREATE PROCEDURE open_batch(title text, OUT batch bigint, OUT label text) LANGUAGE plpgsql AS $$
BEGIN
    batch := nextval('batch_numbers');
    label := title || ' ' || batch;
END $$;
