-- loses: letters_rest
INSERT INTO letters VALUES (1, 'nl'), (2, 'zz');
