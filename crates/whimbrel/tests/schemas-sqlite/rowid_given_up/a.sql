CREATE TABLE entry (word TEXT PRIMARY KEY, meaning TEXT);
