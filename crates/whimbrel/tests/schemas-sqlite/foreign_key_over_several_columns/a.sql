CREATE TABLE flight (airline TEXT, number INTEGER, PRIMARY KEY (airline, number));
CREATE TABLE leg (id INTEGER PRIMARY KEY, airline TEXT, number INTEGER, FOREIGN KEY (airline, number) REFERENCES flight);
