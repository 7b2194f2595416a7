-- a comment goes with the name of its constraint
CREATE DOMAIN code AS text CONSTRAINT code_must_be NOT NULL;
