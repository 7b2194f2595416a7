CREATE TABLE placeholders ();
