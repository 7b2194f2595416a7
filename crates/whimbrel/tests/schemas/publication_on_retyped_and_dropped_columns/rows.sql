-- loses: posts.mood
INSERT INTO posts VALUES (1, 4, 'fine');
