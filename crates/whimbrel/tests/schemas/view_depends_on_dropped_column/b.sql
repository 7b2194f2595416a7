-- the view learns to live without the column before it goes
CREATE TABLE profiles (id integer PRIMARY KEY, name text NOT NULL);
CREATE VIEW public_profiles AS SELECT id, name FROM profiles;
