DO $$ BEGIN TRUNCATE notes; INSERT INTO notes VALUES (1, 'a', 'b'); END $$
