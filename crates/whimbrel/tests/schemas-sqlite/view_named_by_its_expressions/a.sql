CREATE TABLE sale (id INTEGER PRIMARY KEY, amount INTEGER);
CREATE VIEW sums AS SELECT sum( amount ), amount+1, Count(*), "id" || 'x' FROM sale;
