INSERT INTO country VALUES ('no', 'Norway'), ('dk', 'Denmark');
INSERT INTO city VALUES ('no', 'Bergen', 290000), ('dk', 'Odense', 180000);
