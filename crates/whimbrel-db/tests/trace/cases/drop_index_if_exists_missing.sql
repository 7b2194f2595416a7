DROP INDEX IF EXISTS nothing_there
