CREATE TABLE form (
  kind TEXT CHECK (kind IN ('a', 'b', 'c,)')),
  data TEXT CHECK (json_valid(data) AND json_extract(data, '$.x') IS NOT NULL),
  day TEXT CHECK (CASE WHEN day IS NULL THEN 1 ELSE length(day) = 10 AND day NOT LIKE '%/%' ESCAPE '!' END),
  CHECK (coalesce(kind, day) IS NOT NULL OR - 1 < +2 - -3)
);
