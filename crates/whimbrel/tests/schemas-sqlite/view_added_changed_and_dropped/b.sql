CREATE TABLE sale (id INTEGER PRIMARY KEY, amount INTEGER, day TEXT);
CREATE VIEW daily AS SELECT day, sum(amount) AS total, count(*) AS sales FROM sale GROUP BY day;
CREATE VIEW small (id, amount) AS SELECT id, amount FROM sale WHERE amount < 10;
