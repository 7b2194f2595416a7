CREATE TABLE trio (three TEXT, one TEXT, two TEXT);
