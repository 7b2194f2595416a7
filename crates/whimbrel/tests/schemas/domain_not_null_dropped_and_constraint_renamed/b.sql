-- names of a domain's rules
CREATE DOMAIN grade AS integer CONSTRAINT grade_low CHECK (VALUE > 0) CONSTRAINT grade_2 CHECK (VALUE < 21);

CREATE TABLE exams (id integer PRIMARY KEY, grade grade, grades grade[]);
