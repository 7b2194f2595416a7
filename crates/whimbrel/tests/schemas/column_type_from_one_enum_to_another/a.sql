CREATE TYPE colour_1 AS ENUM ('red', 'blue');
CREATE TABLE flags (id integer PRIMARY KEY, colour colour_1 DEFAULT 'red', stripes colour_1[] DEFAULT '{red,blue}');
