INSERT INTO rules_of_house VALUES (1, 'shoes off');
