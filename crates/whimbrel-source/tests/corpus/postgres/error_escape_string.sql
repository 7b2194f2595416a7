SELECT E'never closed\'; SELECT 2;
