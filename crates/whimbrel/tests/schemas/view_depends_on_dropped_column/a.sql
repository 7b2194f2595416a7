CREATE TABLE profiles (id integer PRIMARY KEY, name text NOT NULL, motto text);
CREATE VIEW public_profiles AS SELECT id, name, motto FROM profiles;
