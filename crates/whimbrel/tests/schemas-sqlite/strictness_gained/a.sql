CREATE TABLE sample (id INTEGER PRIMARY KEY, depth REAL, label TEXT, payload BLOB);
