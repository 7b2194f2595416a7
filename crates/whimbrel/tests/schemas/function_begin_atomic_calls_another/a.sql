-- postgres: >=14
CREATE FUNCTION base_fee() RETURNS integer RETURN 5;
CREATE FUNCTION full_fee(n integer) RETURNS numeric RETURN base_fee() * n;
CREATE PROCEDURE note_fee() BEGIN ATOMIC SELECT full_fee(2); END;
