ALTER TABLE scratch DROP CONSTRAINT scratch_pkey
