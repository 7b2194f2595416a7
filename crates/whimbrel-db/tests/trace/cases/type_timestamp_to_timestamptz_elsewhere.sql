DO $$ BEGIN SET LOCAL timezone = 'Europe/Zurich'; ALTER TABLE customers ALTER COLUMN joined TYPE timestamptz; END $$
