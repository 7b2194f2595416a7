CREATE TABLE flight (airline TEXT, number INTEGER, PRIMARY KEY (airline, number), UNIQUE (number, airline));
CREATE TABLE leg (
  id INTEGER PRIMARY KEY,
  airline TEXT,
  number INTEGER,
  CONSTRAINT of_flight FOREIGN KEY (number, airline) REFERENCES flight (number, airline) MATCH FULL ON UPDATE CASCADE
);
