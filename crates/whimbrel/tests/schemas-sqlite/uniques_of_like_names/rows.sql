INSERT INTO mix VALUES ('1', '2', '3');
