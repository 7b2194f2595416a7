INSERT INTO enrolments VALUES (1, 1, '2023-1'), (1, 2, '2023-1');
