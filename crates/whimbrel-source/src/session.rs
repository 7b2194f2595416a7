//! What a statement leaves in its session when its transaction has ended.

use crate::lex::{Cursor, TokenKind};
use crate::{Engine, Kind, Statement};

impl Statement {
    /// A setting, a role or a temporary table outlives the transaction. Looks at words alone: to be wrong costs a round
    /// trip, so it errs on that side.
    pub fn leaves_session_state(&self) -> bool {
        match &self.kind {
            Kind::SetSession => true,
            Kind::CreateTable { temporary, .. } => *temporary,
            Kind::Query => has_telling_word(&self.sql),
            // What a DO block does is in a string.
            Kind::Other(verb) if verb == "DO" => {
                self.sql.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_telling)
            }
            Kind::Other(_) => has_telling_word(&self.sql),
            _ => false,
        }
    }
}

fn has_telling_word(sql: &str) -> bool {
    Cursor::new(sql, Engine::Postgres).any(|token| token.kind == TokenKind::Word && is_telling(token.text))
}

fn is_telling(word: &str) -> bool {
    const TELLING: [&str; 8] =
        ["set_config", "role", "authorization", "temp", "temporary", "prepare", "listen", "pg_temp"];
    TELLING.iter().any(|telling| word.eq_ignore_ascii_case(telling))
}
