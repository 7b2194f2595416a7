INSERT INTO paints VALUES (1, 'deep'), (2, 'pale');
