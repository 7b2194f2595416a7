-- type, default, NOT NULL, collation, comment, statistics and storage of one column
CREATE TABLE phrases (id integer PRIMARY KEY, phrase text COLLATE "C" NOT NULL DEFAULT 'good day');
ALTER TABLE phrases ALTER COLUMN phrase SET STATISTICS 300;
ALTER TABLE phrases ALTER COLUMN phrase SET STORAGE EXTERNAL;
COMMENT ON COLUMN phrases.phrase IS 'a longer phrase';
