//! Renames. To drop a table and to create the same one under another name loses its rows, so where that is what a
//! difference comes to, somebody has to say whether it is a rename. Constraints and indexes hold no rows of their own:
//! those are renamed without asking.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::change::{Action, Change, ObjectId, ObjectKind};
use crate::name::ident;
use crate::object::Object;
use crate::sql::Step;

/// One object that gets another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rename {
    /// As it is called now.
    pub object: ObjectId,
    /// Its new name, as stored.
    pub to: String,
}

/// Renames that look right, and whether they are the only ones that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Possible {
    #[allow(missing_docs)]
    pub rename: Rename,
    /// Nothing else could have become it, and it could have become nothing else.
    pub unambiguous: bool,
}

impl Rename {
    /// `users=accounts`, `app.users=accounts`, `users.name=full_name`, `users.name=users.full_name`: what is left of
    /// the sign must be in `before`. The schema is `public` where none is given.
    pub fn parse(text: &str, before: &Catalog) -> Result<Self, String> {
        let (old, new) = text.split_once('=').ok_or_else(|| format!("`{text}` has no `=` between two names"))?;
        let (old, new) = (parts(old)?, parts(new)?);
        let to = new.last().cloned().unwrap_or_default();
        let found = find(&old, before);
        match found.as_slice() {
            [] => Err(format!("there is no table, column, view, type, sequence or index `{}`", old.join("."))),
            [object] => Ok(Self { object: object.clone(), to }),
            many => {
                let kinds: Vec<_> = many.iter().map(|id| format!("{} {}", id.kind, id.short())).collect();
                Err(format!("`{}` could be {}: write the schema too", old.join("."), kinds.join(" or ")))
            }
        }
    }

    /// The statement that does it.
    pub fn step(&self) -> Step {
        use ObjectKind as K;
        let (id, to) = (&self.object, ident(&self.to));
        Step::new(match id.kind {
            K::Column => format!("ALTER TABLE {} RENAME COLUMN {} TO {to}", id.on_sql(), ident(&id.name)),
            K::PrimaryKey | K::Unique | K::Check | K::Exclusion | K::ForeignKey => {
                format!("ALTER TABLE {} RENAME CONSTRAINT {} TO {to}", id.on_sql(), ident(&id.name))
            }
            K::Trigger | K::Policy | K::Rule => format!("ALTER {} {} RENAME TO {to}", id.kind.keyword(), id.sql()),
            kind => format!("ALTER {} {} RENAME TO {to}", kind.keyword(), id.sql()),
        })
    }

    /// The statement that does it on SQLite, which renames tables and columns.
    pub fn step_sqlite(&self) -> Step {
        let sqlite = crate::generate::sqlite_ident;
        let (id, to) = (&self.object, sqlite(&self.to));
        Step::new(match &id.on {
            Some(on) => format!("ALTER TABLE {} RENAME COLUMN {} TO {to}", sqlite(on), sqlite(&id.name)),
            None => format!("ALTER TABLE {} RENAME TO {to}", sqlite(&id.name)),
        })
    }

    /// The rename that takes this one back, as [`Rename::parse`] reads it; `None` for one that is made without asking.
    pub fn back(&self) -> Option<String> {
        let object = ObjectId { name: self.to.clone(), ..self.object.clone() };
        let back = Self { object, to: self.object.name.clone() };
        (is_asked_for(self.object.kind) || self.object.kind == ObjectKind::Column).then(|| back.asked())
    }

    /// As a reader types it: `users.name=full_name`.
    pub fn asked(&self) -> String {
        let id = &self.object;
        let schema = id.schema.as_ref().filter(|s| *s != "public").map(|s| format!("{}.", ident(s)));
        let on = id.on.as_ref().filter(|_| id.kind == ObjectKind::Column).map(|on| format!("{}.", ident(on)));
        let (schema, on) = (schema.unwrap_or_default(), on.unwrap_or_default());
        format!("{schema}{on}{}={}", ident(&id.name), ident(&self.to))
    }
}

/// `a.b` as names: without quotes in lowercase, as SQL reads them.
fn parts(text: &str) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut rest = text.trim();
    loop {
        let name = if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.find('"').ok_or_else(|| format!("`{text}` has a quote that does not end"))?;
            rest = &quoted[end + 1..];
            quoted[..end].to_owned()
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            let name = rest[..end].trim().to_lowercase();
            rest = &rest[end..];
            name
        };
        if name.is_empty() {
            return Err(format!("`{text}` is not a name"));
        }
        names.push(name);
        match rest.strip_prefix('.') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Ok(names),
            None => return Err(format!("`{text}` is not a name")),
        }
    }
}

/// The objects that `schema.name`, `name`, `table.column` or `schema.table.column` may be.
fn find(names: &[String], catalog: &Catalog) -> Vec<ObjectId> {
    use ObjectKind as K;
    let mut found = Vec::new();
    catalog.each(|id, _| {
        let schema = id.schema.as_deref().unwrap_or("public");
        let fits = match (id.kind, names) {
            (K::Column, [table, column]) => schema == "public" && id.on.as_ref() == Some(table) && id.name == *column,
            (K::Column, [s, table, column]) => schema == s && id.on.as_ref() == Some(table) && id.name == *column,
            (K::Column, _) => false,
            (K::Schema, [name]) => id.name == *name,
            (kind, [name]) => is_asked_for(kind) && schema == "public" && id.name == *name,
            (kind, [s, name]) => is_asked_for(kind) && schema == s && id.name == *name,
            _ => false,
        };
        if fits {
            found.push(id);
        }
    });
    found
}

/// True for the kinds whose rename somebody has to ask for.
fn is_asked_for(kind: ObjectKind) -> bool {
    use ObjectKind as K;
    matches!(
        kind,
        K::Schema
            | K::Table
            | K::ForeignTable
            | K::Column
            | K::View
            | K::MaterializedView
            | K::Sequence
            | K::Enum
            | K::Domain
            | K::CompositeType
            | K::RangeType
            | K::Index
    )
}

/// Constraints and indexes that are the same under another name, on the same table: renaming them changes nothing else
/// and is done at once, where building them anew takes a scan and a lock.
pub fn safe(before: &Catalog, after: &Catalog) -> Vec<Rename> {
    use ObjectKind as K;
    let kinds = [K::PrimaryKey, K::Unique, K::Check, K::Exclusion, K::ForeignKey, K::Index];
    candidates(before, after, |id| kinds.contains(&id.kind))
        .into_iter()
        .filter(|p| p.unambiguous)
        .map(|p| p.rename)
        .collect()
}

/// What may be a rename, and would lose data if it were not done as one.
pub fn possible(before: &Catalog, after: &Catalog) -> Vec<Possible> {
    use ObjectKind as K;
    let kinds = [K::Table, K::Column, K::Sequence, K::MaterializedView];
    candidates(before, after, |id| kinds.contains(&id.kind))
}

/// Pairs of a dropped and a created object that differ in nothing but the name.
fn candidates(before: &Catalog, after: &Catalog, wanted: impl Fn(&ObjectId) -> bool) -> Vec<Possible> {
    let changes = Catalog::changes(before, after);
    // the parts of a table that comes or goes are not looked at on their own
    let whole = |action: Action| {
        let relations = changes.iter().filter(move |c| c.action == action && c.object.on.is_none());
        relations.filter_map(|c| c.object.relation()).collect::<std::collections::BTreeSet<_>>()
    };
    let (dropped, created) = (whole(Action::Dropped), whole(Action::Created));
    let is_part = |change: &Change| {
        let relation = change.object.relation().filter(|_| change.object.on.is_some());
        relation.is_some_and(|name| dropped.contains(&name) || created.contains(&name))
    };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for change in changes.iter().filter(|c| wanted(&c.object) && !is_part(c)) {
        match change.action {
            Action::Dropped => old.push(change),
            Action::Created => new.push(change),
            Action::Altered => {}
        }
    }
    let mut by_shape: BTreeMap<String, (Vec<&ObjectId>, Vec<&ObjectId>)> = BTreeMap::new();
    for change in old {
        by_shape.entry(shape(&change.object, before)).or_default().0.push(&change.object);
    }
    for change in new {
        by_shape.entry(shape(&change.object, after)).or_default().1.push(&change.object);
    }
    let mut found = Vec::new();
    for (left, right) in by_shape.into_values() {
        let unambiguous = left.len() == 1 && right.len() == 1;
        let pairs = left.iter().flat_map(|old| right.iter().map(move |new| (*old, *new)));
        found.extend(pairs.map(|(old, new)| {
            let rename = Rename { object: old.clone(), to: new.name.clone() };
            Possible { rename, unambiguous }
        }));
    }
    found
}

/// What it is, without its name. Tables are alike where their columns are.
fn shape(id: &ObjectId, catalog: &Catalog) -> String {
    let place = format!("{:?} {:?} {:?}", id.kind, id.schema, id.on);
    match catalog.object(id) {
        Some(Object::Table(table)) => {
            let columns = table.columns.iter().map(|c| format!("{} {}", c.name, c.data_type)).collect::<Vec<_>>();
            format!("{place} {columns:?}")
        }
        Some(Object::Column(column)) => format!("{place} {} {}", column.data_type, column.not_null),
        Some(object) => format!("{place} {:?}", object.describe()),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Name;
    use crate::object::{Column, Index, Table};

    fn catalog(tables: &[(&str, &[&str])]) -> Catalog {
        let mut catalog = Catalog::empty();
        for (name, columns) in tables {
            let columns = columns.iter().map(|column| Column::new(*column, "text")).collect();
            catalog.tables.insert(Name::in_schema("public", *name), Table { columns, ..Table::default() });
        }
        catalog
    }

    fn told(before: &Catalog, after: &Catalog) -> Vec<(String, bool)> {
        possible(before, after).into_iter().map(|p| (p.rename.asked(), p.unambiguous)).collect()
    }

    #[test]
    fn a_table_with_the_same_columns_may_be_a_rename() {
        let (before, after) = (catalog(&[("users", &["a", "b"])]), catalog(&[("accounts", &["a", "b"])]));
        assert_eq!(told(&before, &after), [("users=accounts".to_owned(), true)]);
        let two = catalog(&[("accounts", &["a", "b"]), ("people", &["a", "b"])]);
        let ambiguous = [("users=accounts".to_owned(), false), ("users=people".to_owned(), false)];
        assert_eq!(told(&before, &two), ambiguous);
    }

    #[test]
    fn a_column_of_the_same_type_may_be_a_rename() {
        let (before, after) = (catalog(&[("users", &["id", "name"])]), catalog(&[("users", &["id", "full name"])]));
        assert_eq!(told(&before, &after), [("users.name=\"full name\"".to_owned(), true)]);
    }

    #[test]
    fn an_index_is_renamed_without_asking() {
        let (mut before, mut after) = (catalog(&[("users", &["id"])]), catalog(&[("users", &["id"])]));
        let index = |catalog: &mut Catalog, name: &str| {
            let table = catalog.tables.values_mut().next().expect("there is one");
            table.indexes.insert(name.to_owned(), Index::new(false, "btree", "id"));
        };
        index(&mut before, "old");
        index(&mut after, "new");
        let steps: Vec<_> = safe(&before, &after).iter().map(|rename| rename.step().sql).collect();
        assert_eq!(steps, ["ALTER INDEX public.old RENAME TO new"]);
    }

    #[test]
    fn what_is_asked_for_is_found_or_refused() {
        let before = catalog(&[("users", &["id", "Name"])]);
        let parsed = |text: &str| Rename::parse(text, &before).map(|rename| rename.step().sql);
        assert_eq!(parsed("USERS=accounts").as_deref(), Ok("ALTER TABLE public.users RENAME TO accounts"));
        let column = "ALTER TABLE public.users RENAME COLUMN \"Name\" TO \"Full\"";
        assert_eq!(parsed("users.\"Name\"=users.\"Full\"").as_deref(), Ok(column));
        assert_eq!(parsed("public.users.id=key").as_deref(), Ok("ALTER TABLE public.users RENAME COLUMN id TO key"));
        assert!(parsed("users").unwrap_err().contains("no `=`"));
        assert!(parsed("chats=talks").unwrap_err().contains("there is no"));
        assert!(parsed("users.=x").unwrap_err().contains("not a name"));
    }
}
