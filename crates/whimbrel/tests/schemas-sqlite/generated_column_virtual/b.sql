CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  price INTEGER,
  pieces INTEGER,
  total INTEGER GENERATED ALWAYS AS (price * pieces) VIRTUAL,
  dear AS (total > 1000)
);
CREATE INDEX line_total ON line (total);
