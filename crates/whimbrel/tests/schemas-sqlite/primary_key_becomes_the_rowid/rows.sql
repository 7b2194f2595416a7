INSERT INTO ticket VALUES (40, 'stalls'), (12, 'circle');
INSERT INTO stamp VALUES (7, 'x'), (3, 'y');
INSERT INTO coin VALUES ('heads'), ('tails');
DELETE FROM coin WHERE face = 'heads';
