CREATE TABLE parcel (
  id INTEGER PRIMARY KEY,
  weight REAL,
  note TEXT,
  pieces INTEGER DEFAULT 1,
  label TEXT DEFAULT 'it''s "fragile"',
  sent TEXT COLLATE NOCASE DEFAULT NULL,
  flag BLOB DEFAULT x'00ff'
);
