CREATE TABLE rooms (id integer PRIMARY KEY, floor integer, beds integer);

CREATE VIEW family_rooms AS SELECT id, floor FROM rooms WHERE beds > 2;

CREATE VIEW family_rooms_per_floor AS SELECT floor, count(*) AS n FROM family_rooms GROUP BY floor;
