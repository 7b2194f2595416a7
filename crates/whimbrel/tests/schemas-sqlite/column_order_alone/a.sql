CREATE TABLE trio (one TEXT, two TEXT, three TEXT);
