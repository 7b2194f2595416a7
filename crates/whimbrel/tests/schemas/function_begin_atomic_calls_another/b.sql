-- an atomic body pins the function it calls, whose return type changes
CREATE FUNCTION base_fee() RETURNS numeric RETURN 5.5;
CREATE FUNCTION full_fee(n integer) RETURNS numeric RETURN base_fee() * n;
CREATE PROCEDURE note_fee() BEGIN ATOMIC SELECT full_fee(3); END;
