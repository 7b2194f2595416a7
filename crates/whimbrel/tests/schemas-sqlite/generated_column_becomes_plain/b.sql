CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT, last TEXT, full TEXT);
