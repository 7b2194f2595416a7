CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE diary (id integer PRIMARY KEY, mood mood DEFAULT 'good', weather text DEFAULT 'dry');
