-- a free text becomes one of a few words, the other way for another column
CREATE TYPE weather_kind AS ENUM ('dry', 'wet', 'stormy');
COMMENT ON TYPE weather_kind IS 'as seen from the window';
CREATE TABLE diary (id integer PRIMARY KEY, mood text DEFAULT 'good', weather weather_kind DEFAULT 'dry');
