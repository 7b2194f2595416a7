//! What PostgreSQL 12 to 18 refuse to run inside a transaction block.

use crate::lex::{Cursor, TokenKind};
use crate::{Engine, kind};

/// Why `sql` is refused there, ready to be shown. What only the server can know, such as a table being
/// partitioned, is not seen here.
pub(crate) fn in_transaction(sql: &str) -> Option<&'static str> {
    let mut cursor = Cursor::new(sql, Engine::Postgres);
    let first = cursor.next()?;
    let is = |word| first.is_word(word);
    if is("CREATE") {
        create(cursor)
    } else if is("DROP") {
        drop(cursor)
    } else if is("ALTER") {
        alter(cursor)
    } else if is("REINDEX") {
        reindex(cursor)
    } else if is("VACUUM") {
        Some("VACUUM cannot run inside a transaction")
    } else if is("CLUSTER") {
        cluster(cursor)
    } else if is("DISCARD") && cursor.is("ALL") {
        Some("DISCARD ALL cannot run inside a transaction")
    } else if is("COMMIT") && cursor.is("PREPARED") {
        Some("COMMIT PREPARED cannot run inside a transaction")
    } else if is("ROLLBACK") && cursor.is("PREPARED") {
        Some("ROLLBACK PREPARED cannot run inside a transaction")
    } else {
        None
    }
}

fn create(mut cursor: Cursor<'_>) -> Option<&'static str> {
    cursor.eat("UNIQUE");
    if cursor.eat("INDEX CONCURRENTLY") {
        Some("CREATE INDEX CONCURRENTLY cannot run inside a transaction")
    } else if cursor.is("DATABASE") {
        Some("CREATE DATABASE cannot run inside a transaction")
    } else if cursor.is("TABLESPACE") {
        Some("CREATE TABLESPACE cannot run inside a transaction")
    } else if cursor.is("SUBSCRIPTION") && !is_off(cursor, &["connect", "create_slot"]) {
        Some("CREATE SUBSCRIPTION cannot create its slot inside a transaction")
    } else {
        None
    }
}

fn drop(mut cursor: Cursor<'_>) -> Option<&'static str> {
    if cursor.eat("INDEX CONCURRENTLY") {
        Some("DROP INDEX CONCURRENTLY cannot run inside a transaction")
    } else if cursor.is("DATABASE") {
        Some("DROP DATABASE cannot run inside a transaction")
    } else if cursor.is("TABLESPACE") {
        Some("DROP TABLESPACE cannot run inside a transaction")
    } else if cursor.is("SUBSCRIPTION") {
        Some("DROP SUBSCRIPTION cannot drop its slot inside a transaction")
    } else {
        None
    }
}

fn alter(mut cursor: Cursor<'_>) -> Option<&'static str> {
    if cursor.is("SYSTEM") {
        return Some("ALTER SYSTEM cannot run inside a transaction");
    }
    if cursor.eat("DATABASE") {
        cursor.name();
        return cursor
            .follows("SET TABLESPACE")
            .then_some("ALTER DATABASE SET TABLESPACE cannot run inside a transaction");
    }
    if cursor.eat("SUBSCRIPTION") {
        cursor.name();
        return subscription(cursor);
    }
    if cursor.eat("TABLE") {
        cursor.eat("IF EXISTS");
        cursor.eat("ONLY");
        cursor.object_name();
        if cursor.eat("DETACH PARTITION") && cursor.object_name().is_some() && cursor.is("CONCURRENTLY") {
            return Some("DETACH PARTITION CONCURRENTLY cannot run inside a transaction");
        }
    }
    None
}

fn subscription(mut cursor: Cursor<'_>) -> Option<&'static str> {
    if cursor.is("REFRESH") {
        return Some("ALTER SUBSCRIPTION REFRESH PUBLICATION cannot run inside a transaction");
    }
    if ["SET PUBLICATION", "ADD PUBLICATION", "DROP PUBLICATION"].iter().any(|words| cursor.follows(words)) {
        return (!is_off(cursor, &["refresh"]))
            .then_some("ALTER SUBSCRIPTION cannot refresh its publications inside a transaction");
    }
    if !cursor.eat("SET") {
        return None;
    }
    cursor
        .any(|token| token.is_word("failover") || token.is_word("two_phase"))
        .then_some("ALTER SUBSCRIPTION cannot change its slot inside a transaction")
}

/// Whether one of `options` is given as false somewhere behind the cursor.
fn is_off(mut cursor: Cursor<'_>, options: &[&str]) -> bool {
    while let Some(token) = cursor.next() {
        if options.iter().any(|option| token.is_word(option)) {
            let mut value = cursor;
            if value.next().is_some_and(|token| token.text == "=") {
                let off = value.next().map(|token| token.text.trim_matches('\'').to_ascii_lowercase());
                if matches!(off.as_deref(), Some("false" | "off" | "0")) {
                    return true;
                }
            }
        }
    }
    false
}

fn reindex(mut cursor: Cursor<'_>) -> Option<&'static str> {
    if kind::reindexes_concurrently(cursor) {
        return Some("REINDEX CONCURRENTLY cannot run inside a transaction");
    }
    cursor.group();
    if cursor.is("DATABASE") {
        Some("REINDEX DATABASE cannot run inside a transaction")
    } else if cursor.is("SYSTEM") {
        Some("REINDEX SYSTEM cannot run inside a transaction")
    } else if cursor.is("SCHEMA") {
        Some("REINDEX SCHEMA cannot run inside a transaction")
    } else {
        None
    }
}

/// Without a table it goes over all of them, each in a transaction of its own.
fn cluster(mut cursor: Cursor<'_>) -> Option<&'static str> {
    if cursor.is_kind(TokenKind::LeftParen) {
        cursor.group();
    } else {
        cursor.eat("VERBOSE");
    }
    cursor.peek().is_none().then_some("CLUSTER without a table cannot run inside a transaction")
}
