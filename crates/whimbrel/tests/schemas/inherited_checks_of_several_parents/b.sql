-- a check of the same name comes from both, then from one
CREATE TABLE weighed (grams integer, CONSTRAINT grams_positive CHECK (grams > 0));
CREATE TABLE sold (grams integer);

CREATE TABLE cheeses (name text) INHERITS (weighed, sold);
COMMENT ON TABLE cheeses IS 'both weighed and sold';
