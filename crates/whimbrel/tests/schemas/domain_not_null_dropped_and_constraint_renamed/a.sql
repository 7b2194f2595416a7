CREATE DOMAIN grade AS integer NOT NULL CONSTRAINT grade_1 CHECK (VALUE > 0) CONSTRAINT grade_2 CHECK (VALUE < 11);

CREATE TABLE exams (id integer PRIMARY KEY, grade grade, grades grade[]);
