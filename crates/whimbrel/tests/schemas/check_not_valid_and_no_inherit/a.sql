CREATE TABLE levels (id integer, height integer, depth integer);

ALTER TABLE levels ADD CONSTRAINT levels_height CHECK (height > 0) NOT VALID;
ALTER TABLE levels ADD CONSTRAINT levels_depth CHECK (depth > 0);
