-- postgres: >=14
CREATE TABLE before_it (id integer);
