-- through text, and the old type goes
CREATE TYPE colour_2 AS ENUM ('blue', 'green', 'red');
CREATE TABLE flags (id integer PRIMARY KEY, colour colour_2 DEFAULT 'red', stripes colour_2[] DEFAULT '{red,blue}');
