CREATE TABLE plants (name text, height integer DEFAULT 10);
CREATE TABLE trees (height integer DEFAULT 100) INHERITS (plants);
