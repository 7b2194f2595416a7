CREATE TABLE trace (what TEXT, rowid TEXT);
CREATE TABLE plain (what TEXT);
