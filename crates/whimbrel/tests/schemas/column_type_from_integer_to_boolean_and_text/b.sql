-- casts that must be asked for, with defaults and checks
CREATE TABLE switches (id integer PRIMARY KEY, state boolean NOT NULL DEFAULT false, level text DEFAULT 'five', at text);
