INSERT INTO trio VALUES ('1', '2', '3');
