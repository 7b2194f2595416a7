//! A small project on SQLite.

use super::{Project, project};

pub const USERS: &str = "\
-- Who may log in.

-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO users (id, name) VALUES (1, 'mira'), (2, 'jon');

-- migrate:down
DROP TABLE users;
";

pub const CHATS: &str = "\
-- Store chat history for logged-in users.

-- migrate:requires table users
-- migrate:up
CREATE TABLE chats (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  query TEXT NOT NULL
);
CREATE INDEX idx_chats_user_id ON chats (user_id);
INSERT INTO chats (user_id, query) VALUES (1, 'why?');

-- migrate:verify
-- every chat belongs to a user
SELECT NOT EXISTS (SELECT 1 FROM chats WHERE user_id NOT IN (SELECT id FROM users));

-- migrate:test
-- deleting a user deletes their chats
DELETE FROM users WHERE id = 1;
SELECT count(*) = 0 FROM chats;

-- migrate:down
DROP TABLE chats;
";

/// Two migrations and a SQLite database that does not exist yet.
pub fn shop() -> Project {
    project()
        .file("migrations/1_create_users.sql", USERS)
        .file("migrations/2_create_chats.sql", CHATS)
        .file(".env", "DATABASE_URL=sqlite:shop.db\n")
}

/// The same, applied.
pub fn applied() -> Project {
    let project = shop();
    project.succeeds(["apply"]);
    project
}
