CREATE TABLE sale (id INTEGER PRIMARY KEY, amount NUMERIC, day TEXT, shop TEXT UNIQUE);
CREATE VIEW daily AS SELECT day, sum(amount) AS total FROM sale GROUP BY day;
CREATE VIEW best AS SELECT max(total) AS top FROM daily;
CREATE VIEW a_first AS SELECT top FROM best;
