INSERT INTO person VALUES (1, 'Dahl', '1961-01-02');
