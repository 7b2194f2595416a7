-- the sequence inside must grow along
CREATE TABLE swipes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz);
