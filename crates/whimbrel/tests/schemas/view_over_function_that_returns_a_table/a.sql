CREATE FUNCTION weather(town text) RETURNS TABLE (day date, degrees integer) LANGUAGE sql STABLE AS $$ SELECT DATE '2024-01-01', 20 $$;

CREATE VIEW weather_here AS SELECT w.day, w.degrees FROM weather('Delft') AS w;
CREATE VIEW hot_days AS SELECT day FROM weather_here WHERE degrees > 25;
