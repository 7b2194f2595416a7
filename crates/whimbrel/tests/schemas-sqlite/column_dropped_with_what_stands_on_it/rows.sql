INSERT INTO genre VALUES (1);
INSERT INTO book (id, title, pages, genre_id) VALUES (1, 'Moss', 80, 1), (2, 'Fjord', NULL, NULL);
