INSERT INTO customers VALUES (1, 'nl'), (2, 'no');
