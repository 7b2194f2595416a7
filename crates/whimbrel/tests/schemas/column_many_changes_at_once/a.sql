CREATE TABLE phrases (id integer PRIMARY KEY, phrase varchar(50) DEFAULT 'hello');
COMMENT ON COLUMN phrases.phrase IS 'a phrase';
