CREATE TABLE slots (id integer PRIMARY KEY, position integer, label text, hint text,
    CONSTRAINT slots_position UNIQUE (position),
    CONSTRAINT slots_label UNIQUE (label) INCLUDE (hint));
