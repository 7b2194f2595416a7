//! A change in a line, without the name of its object.

use crate::change::{Action, Change, Fact, ObjectKind};
use crate::name::without_schema;

/// See [`crate::summary::Part::text`]. The schema `public` is not written.
pub(crate) fn of(change: &Change) -> String {
    let text = match change.action {
        Action::Altered => change.facts.iter().map(difference).collect::<Vec<_>>().join(", "),
        Action::Created | Action::Dropped => description(change.object.kind, &|name| value(change, name)),
    };
    one_line(&without_schema(&text, "public"))
}

/// PostgreSQL writes long expressions over several lines: with a blank for each line break and the indent after it.
pub fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn value<'a>(change: &'a Change, name: &str) -> Option<&'a str> {
    let fact = change.fact(name)?;
    if change.action == Action::Dropped { fact.old.as_deref() } else { fact.new.as_deref() }
}

/// `type integer → text`, `not null` set, `default` removed.
fn difference(fact: &Fact) -> String {
    let Fact { name, old, new } = fact;
    match (old.as_deref(), new.as_deref()) {
        (_, _) if is_long(fact) => format!("{name} changed"),
        (None, Some("yes")) => format!("now {name}"),
        (Some("yes"), None) => format!("no longer {name}"),
        (None, Some(new)) => format!("{name} none → {new}"),
        (Some(old), None) => format!("{name} {old} → none"),
        (Some(old), Some(new)) => format!("{name} {old} → {new}"),
        (None, None) => (*name).to_owned(),
    }
}

/// True for what does not go into a line: bodies of functions and queries, and long expressions.
fn is_long(fact: &Fact) -> bool {
    let body = |text: &str| fact.name == "definition" && text.contains('\n');
    let long = |text: &Option<String>| text.as_ref().is_some_and(|t| body(t) || t.chars().count() > 200);
    long(&fact.old) || long(&fact.new)
}

type Lookup<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

fn description(kind: ObjectKind, get: &Lookup<'_>) -> String {
    let text = |name| get(name).unwrap_or_default().to_owned();
    match kind {
        ObjectKind::Column => column(get),
        ObjectKind::PrimaryKey | ObjectKind::Unique => key(get),
        ObjectKind::ForeignKey => foreign_key(get),
        ObjectKind::Check => words([format!("({})", bare(&text("expression"))), not_valid(get)]),
        ObjectKind::Index => words([
            get("unique").map(|_| "UNIQUE").unwrap_or_default().to_owned(),
            get("method").filter(|m| *m != "btree").unwrap_or_default().to_owned(),
            format!("({})", text("keys")),
            get("include").map(|columns| format!("INCLUDE ({columns})")).unwrap_or_default(),
            get("nulls not distinct").map(|_| "NULLS NOT DISTINCT").unwrap_or_default().to_owned(),
            get("options").map(|options| format!("WITH ({options})")).unwrap_or_default(),
            get("where").map(|predicate| format!("WHERE {predicate}")).unwrap_or_default(),
            get("attached to").map(|index| format!("part of {index}")).unwrap_or_default(),
            if get("valid") == Some("no") { "INVALID".to_owned() } else { String::new() },
        ]),
        ObjectKind::Trigger => trigger(get),
        ObjectKind::Policy => words([
            if get("permissive") == Some("no") { "RESTRICTIVE".to_owned() } else { String::new() },
            format!("FOR {}", text("command")),
            get("roles").map(|roles| format!("TO {roles}")).unwrap_or_default(),
            get("using").map(|e| format!("USING ({})", bare(e))).unwrap_or_default(),
            get("with check").map(|e| format!("WITH CHECK ({})", bare(e))).unwrap_or_default(),
        ]),
        ObjectKind::Enum => format!("({})", text("values")),
        ObjectKind::CompositeType => format!("({})", text("attributes")),
        ObjectKind::Domain => words([text("type"), not_null(get), default(get), text("checks")]),
        ObjectKind::RangeType => format!("of {}", text("subtype")),
        ObjectKind::Sequence => words([text("type"), get("owned by").map(|c| format!("of {c}")).unwrap_or_default()]),
        ObjectKind::Function => words([format!("→ {}", text("returns")), format!("in {}", text("language"))]),
        ObjectKind::Aggregate => format!("→ {}", text("returns")),
        ObjectKind::Procedure => format!("in {}", text("language")),
        ObjectKind::Extension => text("version"),
        ObjectKind::Language => format!("by {}", text("handler")),
        ObjectKind::AccessMethod => format!("{} by {}", text("type"), text("handler")),
        ObjectKind::Collation => {
            words([text("provider"), text("locale"), text("lc_collate"), text("lc_ctype"), text("rules")])
        }
        ObjectKind::Operator | ObjectKind::Conversion => format!("by {}", text("function")),
        ObjectKind::OperatorClass => format!("for {}", text("type")),
        ObjectKind::Cast => words([text("method"), text("context")]),
        ObjectKind::TextSearchDictionary => words([format!("of {}", text("template")), text("options")]),
        ObjectKind::TextSearchConfiguration => format!("of {}", text("parser")),
        ObjectKind::Server => words([format!("of {}", text("foreign-data wrapper")), text("options")]),
        ObjectKind::ForeignDataWrapper | ObjectKind::UserMapping => text("options"),
        ObjectKind::Publication => match get("all tables") {
            Some(_) => "of all tables".to_owned(),
            None => words([
                get("tables").map(|tables| format!("of {tables}")).unwrap_or_default(),
                get("schemas").map(|schemas| format!("of all tables in {schemas}")).unwrap_or_default(),
            ]),
        },
        ObjectKind::EventTrigger => words([
            format!("on {}", text("event")),
            get("tags").map(|tags| format!("of {tags}")).unwrap_or_default(),
            format!("{}()", text("function")),
        ]),
        ObjectKind::Statistics => words([
            get("kinds").map(|kinds| format!("({kinds})")).unwrap_or_default(),
            format!("on {} of {}", text("of"), text("on")),
        ]),
        ObjectKind::Exclusion | ObjectKind::Rule => text("definition"),
        ObjectKind::View | ObjectKind::MaterializedView => format!("({})", text("columns")),
        _ => String::new(),
    }
}

fn column(get: &Lookup<'_>) -> String {
    words([
        get("type").unwrap_or_default().to_owned(),
        get("collation").map(|c| format!("COLLATE {c}")).unwrap_or_default(),
        not_null(get),
        default(get),
        get("identity").map(|i| format!("GENERATED {i}")).unwrap_or_default(),
        get("generated").map(|g| format!("GENERATED ALWAYS AS {g}")).unwrap_or_default(),
    ])
}

fn key(get: &Lookup<'_>) -> String {
    words([
        format!("({})", get("columns").unwrap_or_default()),
        get("include").map(|columns| format!("INCLUDE ({columns})")).unwrap_or_default(),
        get("nulls not distinct").map(|_| "NULLS NOT DISTINCT").unwrap_or_default().to_owned(),
        get("without overlaps").map(|_| "WITHOUT OVERLAPS").unwrap_or_default().to_owned(),
        deferred(get),
    ])
}

fn foreign_key(get: &Lookup<'_>) -> String {
    let columns = get("columns").unwrap_or_default();
    let columns = if columns.contains(',') { format!("({columns})") } else { columns.to_owned() };
    let action = |name, words: &str| match get(name) {
        None | Some("NO ACTION") => String::new(),
        Some(action) => format!("{words} {action}"),
    };
    words([
        format!("{columns} → {}", get("references").unwrap_or_default()),
        get("match full").map(|_| "MATCH FULL").unwrap_or_default().to_owned(),
        action("on update", "ON UPDATE"),
        action("on delete", "ON DELETE"),
        deferred(get),
        not_valid(get),
    ])
}

fn trigger(get: &Lookup<'_>) -> String {
    let mut parts = vec![
        words([get("timing").unwrap_or_default().to_owned(), get("events").unwrap_or_default().to_owned()]),
        format!("for each {}", get("for each").unwrap_or_default().to_lowercase()),
    ];
    parts.extend(get("condition").map(|condition| format!("when {condition}")));
    parts.extend(get("function").filter(|f| !f.contains('\n')).map(str::to_owned));
    parts.extend(match get("enabled") {
        Some("no") => Some("disabled".to_owned()),
        Some("replica") => Some("on replicas only".to_owned()),
        Some("always") => Some("on replicas too".to_owned()),
        _ => None,
    });
    parts.join(", ")
}

fn not_null(get: &Lookup<'_>) -> String {
    get("not null").map(|_| "NOT NULL").unwrap_or_default().to_owned()
}

fn default(get: &Lookup<'_>) -> String {
    get("default").map(|d| format!("DEFAULT {d}")).unwrap_or_default()
}

fn deferred(get: &Lookup<'_>) -> String {
    match (get("deferrable"), get("initially deferred")) {
        (_, Some(_)) => "DEFERRABLE INITIALLY DEFERRED".to_owned(),
        (Some(_), None) => "DEFERRABLE".to_owned(),
        (None, None) => String::new(),
    }
}

fn not_valid(get: &Lookup<'_>) -> String {
    if get("enforced") == Some("no") {
        "NOT ENFORCED".to_owned()
    } else if get("validated") == Some("no") {
        "NOT VALID".to_owned()
    } else {
        String::new()
    }
}

/// An expression without the parentheses that PostgreSQL puts around it.
fn bare(expression: &str) -> &str {
    let inner = expression.strip_prefix('(').and_then(|e| e.strip_suffix(')'));
    match inner {
        Some(inner) if is_balanced(inner) => inner,
        _ => expression,
    }
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn words<const N: usize>(words: [String; N]) -> String {
    let words: Vec<_> = words.into_iter().filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
