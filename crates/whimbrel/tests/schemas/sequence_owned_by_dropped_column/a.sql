CREATE TABLE pages (title text NOT NULL, number serial);
