INSERT INTO form VALUES ('a', '{"x": 1}', '2024-02-29');
