CREATE TABLE form (
  kind TEXT CHECK (kind IN ('a', 'b')),
  data TEXT CHECK (json_valid(data)),
  day TEXT CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
);
