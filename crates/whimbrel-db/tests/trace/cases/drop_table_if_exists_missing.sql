DROP TABLE IF EXISTS nothing_there
