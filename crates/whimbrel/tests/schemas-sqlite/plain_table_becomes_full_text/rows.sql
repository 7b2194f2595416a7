INSERT INTO notes VALUES ('One', 'first'), ('Two', 'second');
