INSERT INTO exams VALUES (1, 6, '{7,8}');
