CREATE TABLE sale (id INTEGER PRIMARY KEY, amount INTEGER, day TEXT);
CREATE VIEW daily AS SELECT day, sum(amount) AS total FROM sale GROUP BY day;
CREATE VIEW best AS SELECT max(total) AS top FROM daily;
