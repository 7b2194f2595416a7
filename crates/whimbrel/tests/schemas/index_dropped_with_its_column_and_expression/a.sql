CREATE TABLE rentals (id integer PRIMARY KEY, bike integer, remark text);
CREATE INDEX rentals_remark ON rentals (lower(remark));
CREATE INDEX rentals_bike_remark ON rentals (bike) INCLUDE (remark);
CREATE INDEX rentals_open ON rentals (bike) WHERE remark IS NULL;
CREATE STATISTICS rentals_both ON bike, remark FROM rentals;
