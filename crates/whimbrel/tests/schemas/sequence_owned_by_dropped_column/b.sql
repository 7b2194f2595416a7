-- the number column goes and takes its sequence along
CREATE TABLE pages (title text NOT NULL);
