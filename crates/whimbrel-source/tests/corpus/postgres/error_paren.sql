CREATE TABLE é (id int, (a);
SELECT 1;