CREATE TABLE enrolments (student integer NOT NULL, course integer NOT NULL, term text NOT NULL,
    CONSTRAINT enrolments_key PRIMARY KEY (student, course));
