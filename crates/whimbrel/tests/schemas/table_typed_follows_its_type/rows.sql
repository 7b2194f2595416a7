-- loses: readings_roof.note
-- loses: readings_cellar.note
INSERT INTO readings_roof VALUES (1, 20.5, 'sunny');
