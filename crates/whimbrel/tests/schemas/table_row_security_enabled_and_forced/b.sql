-- rows are hidden even from the owner
CREATE TABLE diaries (id integer PRIMARY KEY, author text NOT NULL, page text);

ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE diaries FORCE ROW LEVEL SECURITY;
