CREATE TABLE weighed (grams integer, CONSTRAINT grams_positive CHECK (grams > 0));
CREATE TABLE sold (grams integer);

ALTER TABLE sold ADD CONSTRAINT grams_positive CHECK (grams > 0);
CREATE TABLE cheeses (name text) INHERITS (weighed, sold);
