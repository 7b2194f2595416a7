-- validity and inheritance of checks change
CREATE TABLE levels (id integer, height integer, depth integer);

ALTER TABLE levels ADD CONSTRAINT levels_height CHECK (height > 0);
ALTER TABLE levels ADD CONSTRAINT levels_depth CHECK (depth > 0) NO INHERIT;
