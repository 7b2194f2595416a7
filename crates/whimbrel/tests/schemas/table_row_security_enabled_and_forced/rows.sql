INSERT INTO diaries VALUES (1, 'ada', 'rain');
