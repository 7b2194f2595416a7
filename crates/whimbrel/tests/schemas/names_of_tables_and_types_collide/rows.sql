-- loses: walls.colour
-- loses: walls.colours
INSERT INTO walls VALUES (1, 'red', '{red,blue}');
