-- names of 63 bytes, and generated ones that the server cut
CREATE TABLE a_table_whose_name_takes_all_the_room_that_there_is_for_a_name1 (
    a_column_whose_name_takes_all_the_room_that_there_is_for_a_name integer PRIMARY KEY,
    another_column_whose_name_takes_all_the_room_that_there_is_here integer NOT NULL UNIQUE CHECK (another_column_whose_name_takes_all_the_room_that_there_is_here > 0),
    yet_another_long_column serial
);
CREATE INDEX ON a_table_whose_name_takes_all_the_room_that_there_is_for_a_name1 (a_column_whose_name_takes_all_the_room_that_there_is_for_a_name, another_column_whose_name_takes_all_the_room_that_there_is_here);
