-- an enum, its arrays, functions and casts go at once; the columns become text
CREATE TABLE carts (id integer PRIMARY KEY, gear text DEFAULT 'p' CHECK (gear <> ''), past text[]);
