-- a table of no columns at all gets its first
CREATE TABLE placeholders (note text);
