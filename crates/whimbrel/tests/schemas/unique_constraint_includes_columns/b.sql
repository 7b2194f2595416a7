-- covering columns, and a deferrable twin
CREATE TABLE slots (id integer PRIMARY KEY, position integer, label text, hint text,
    CONSTRAINT slots_position UNIQUE (position) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT slots_label UNIQUE (label) INCLUDE (hint, position));
