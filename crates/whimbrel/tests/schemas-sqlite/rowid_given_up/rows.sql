INSERT INTO entry VALUES ('elk', 'an animal'), ('fir', 'a tree');
