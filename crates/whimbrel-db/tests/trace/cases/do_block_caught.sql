DO $$ BEGIN ALTER TABLE orders ADD COLUMN status text; EXCEPTION WHEN duplicate_column THEN RAISE NOTICE 'it is there'; END $$
