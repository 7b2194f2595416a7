-- same columns, another condition; the view on top need not notice
CREATE TABLE rooms (id integer PRIMARY KEY, floor integer, beds integer);

CREATE VIEW family_rooms AS SELECT id, floor FROM rooms WHERE beds > 3 OR floor = 0;

CREATE VIEW family_rooms_per_floor AS SELECT floor, count(*) AS n FROM family_rooms GROUP BY floor;
