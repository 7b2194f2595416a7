//! Comments.

use super::owner::is_public;
use super::{Attributes, Part};
use crate::change::{ObjectId, ObjectKind};
use crate::name::{ident, literal};
use crate::sql::Step;

pub(super) fn alter(id: &ObjectId, old: &Attributes, new: &Attributes) -> Vec<Step> {
    let mut steps = Vec::new();
    if old.comment != new.comment {
        let text = match new.comment.as_deref() {
            None if is_public(id) => Some("standard public schema"),
            Some("") => None,
            text => text,
        };
        steps.push(comment_on(&format!("{} {}", id.kind.keyword(), id.sql()), text));
    }
    for part in old.part_comments.keys().filter(|part| !new.part_comments.contains_key(part)) {
        steps.push(comment_on(&part_target(id, part), None));
    }
    for (part, text) in new.part_comments.iter().filter(|(part, text)| old.part_comments.get(part) != Some(text)) {
        steps.push(comment_on(&part_target(id, part), Some(text)));
    }
    steps
}

fn comment_on(what: &str, text: Option<&str>) -> Step {
    Step::new(format!("COMMENT ON {what} IS {}", text.map_or_else(|| "NULL".to_owned(), literal)))
}

fn part_target(id: &ObjectId, part: &Part) -> String {
    match part {
        Part::Attribute(name) => format!("COLUMN {}.{}", id.sql(), ident(name)),
        Part::Constraint(name) if id.kind == ObjectKind::Domain => {
            format!("CONSTRAINT {} ON DOMAIN {}", ident(name), id.sql())
        }
        Part::Constraint(name) => format!("CONSTRAINT {} ON {}", ident(name), id.on_sql()),
        Part::Index => {
            let schema = id.schema.as_ref().map(|schema| format!("{}.", ident(schema))).unwrap_or_default();
            format!("INDEX {schema}{}", ident(&id.name))
        }
    }
}
