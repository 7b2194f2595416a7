-- both tables go, neither can go first
CREATE TABLE stays_here (id integer PRIMARY KEY);
