CREATE TABLE parcel (id INTEGER PRIMARY KEY, sender TEXT, weight REAL);
CREATE VIEW heavy AS SELECT * FROM parcel WHERE weight > 10;
