ALTER TABLE folders ADD COLUMN parent integer REFERENCES folders
