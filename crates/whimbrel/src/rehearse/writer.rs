//! Which of several statements made a change of the schema, where only their text can tell.

use whimbrel_catalog::Change;
use whimbrel_source::lex::{Lexer, TokenKind};
use whimbrel_source::{Engine, Statement};

/// Changes with the statement that is likely to have made them.
pub(super) fn group(changes: Vec<Change>, writers: &[&Statement]) -> Vec<(Statement, Vec<Change>)> {
    let mut groups: Vec<(Statement, Vec<Change>)> = Vec::new();
    for change in changes {
        let Some(by) = likely(&change, writers) else { continue };
        match groups.iter_mut().find(|(other, _)| other.span == by.span) {
            Some((_, all)) => all.push(change),
            None => groups.push((by.clone(), vec![change])),
        }
    }
    groups
}

/// The last that says the kind of the object and names it or its table; else the last that names it; else the first.
fn likely<'s>(change: &Change, writers: &[&'s Statement]) -> Option<&'s Statement> {
    let object = &change.object;
    let relation = object.on.as_deref().unwrap_or(&object.name);
    let says = |it: &Statement, word: &str| words(it).any(|other| other.eq_ignore_ascii_case(word));
    let names = |it: &Statement| words(it).any(|word| word == relation || word == object.name);
    let kind = object.kind.words().split(' ').next().unwrap_or_default();
    let of_kind = writers.iter().rev().find(|it| says(it, kind) && names(it));
    of_kind.or_else(|| writers.iter().rev().find(|it| names(it))).or(writers.first()).copied()
}

/// Words and names, as they are compared.
fn words(statement: &Statement) -> impl Iterator<Item = String> {
    let words = Lexer::new(&statement.sql, Engine::Postgres);
    words.filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::QuotedIdentifier)).filter_map(|it| it.identifier())
}

#[cfg(test)]
mod tests {
    use whimbrel_catalog::{Action, Name, ObjectId, ObjectKind};
    use whimbrel_source::{Migration, SectionKind, SourceFile};

    use super::*;

    #[test]
    fn the_kind_and_the_name_tell() {
        let file = SourceFile::new(
            "1_a.sql",
            "-- migrate:up\nALTER TABLE posts ADD COLUMN IF NOT EXISTS a int;\nCREATE INDEX ON users (name);\n\
             ALTER TABLE \"users\" ALTER COLUMN age TYPE smallint;\n",
        );
        let statements = Migration::parse(file).unwrap().statements(SectionKind::Up, Engine::Postgres).unwrap();
        let writers: Vec<&Statement> = statements.iter().collect();
        let of = |kind, table: &str, name: &str| {
            let object = ObjectId::part(kind, &Name::in_schema("public", table), name);
            let change = Change { object, action: Action::Created, facts: Vec::new() };
            let found = likely(&change, &writers).unwrap().span;
            statements.iter().position(|it| it.span == found)
        };
        assert_eq!(of(ObjectKind::Index, "users", "users_name_idx"), Some(1));
        assert_eq!(of(ObjectKind::Column, "users", "age"), Some(2));
        assert_eq!(of(ObjectKind::Check, "users", "a_check"), Some(2), "the last that names the table");
        assert_eq!(of(ObjectKind::Check, "nothing", "a_check"), Some(0));
    }
}
