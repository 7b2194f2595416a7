-- the child's own default, NOT NULL, check and merged column
CREATE TABLE plants (name text, height integer DEFAULT 10);
CREATE TABLE trees (height integer DEFAULT 500) INHERITS (plants);
ALTER TABLE trees ALTER COLUMN name SET NOT NULL;
ALTER TABLE trees ADD CONSTRAINT trees_tall CHECK (height > 50);
ALTER TABLE ONLY plants ADD CONSTRAINT plants_alone CHECK (height < 100) NO INHERIT;
