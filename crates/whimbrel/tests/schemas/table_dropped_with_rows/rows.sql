-- loses: newsletter_readers
INSERT INTO customers VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
INSERT INTO newsletter_readers VALUES (1, '2021-03-04');
