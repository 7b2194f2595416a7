INSERT INTO customer VALUES (1, 'Ada', 'ada@x'), (2, 'Bo', NULL);
INSERT INTO product VALUES (1, 'pen', 200), (2, 'cap', 900);
INSERT INTO purchase VALUES (1, 1, 1, 3), (2, 2, 2, 1);
