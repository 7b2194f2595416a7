-- postgres: >=14
CREATE TABLE turns (n integer);
