//! `CREATE TABLE` with what it can say of columns and constraints, and the statements that say the rest.

use super::super::locks::{blocks_all, blocks_writers, exclusive, relation};
use super::super::{foreign_options, options};
use super::{Partition, ReplicaIdentity, Table};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::Describe;
use crate::name::{Name, ident};
use crate::object::{Column, ForeignKey, Key};
use crate::sql::{Context, Sql, Step};
use crate::uncompared::Uncompared;

type Parts<'a> = &'a dyn Fn(&ObjectId) -> bool;

impl Table {
    /// Creates the table with its columns and those of its defaults and constraints for which `parts` is true.
    pub(crate) fn create_with(&self, id: &ObjectId, parts: Parts<'_>, cx: &Context<'_>) -> Vec<Step> {
        let name = relation(id);
        if self.stands_apart(&name, cx) {
            return self.create_apart(id, parts, cx);
        }
        let mut items = self.column_items(&name, parts, cx);
        items.extend(self.constraint_items(&name, parts));
        let mut step = Step::new(self.statement(id, &items));
        for parent in self.parents().filter(|parent| cx.before.tables.contains_key(*parent)) {
            step = if self.partition_of.is_some() { blocks_all(step, parent) } else { step };
        }
        for (_, key) in self.inline_foreign_keys(&name, parts) {
            step = blocks_existing(step, key, &name, cx);
        }
        let mut rest = self.column_steps(&name, parts, cx);
        rest.extend(self.constraint_steps(&name, parts, cx));
        rest.extend(self.flags(id));
        // nobody waits for a table that is new
        rest.iter_mut().for_each(|step| step.hazards.clear());
        let late = self.late_foreign_keys(&name, parts).map(|(constraint, key)| {
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", id.sql(), ident(constraint), key.definition());
            blocks_existing(Step::new(sql), key, &name, cx)
        });
        std::iter::once(step).chain(rest).chain(late).collect()
    }

    /// True where its columns are not in the order in which its parents would hand them down, or a NOT NULL or key has
    /// not the name: then it was made on its own and joined them, and is so again.
    fn stands_apart(&self, name: &Name, cx: &Context<'_>) -> bool {
        let parents: Vec<_> = self.parents().filter_map(|name| Some((name, cx.after.tables.get(name)?))).collect();
        let own_name = |column: &Column| {
            let Some(name) = column.not_null_constraint.real_name.as_ref() else { return false };
            parents.iter().all(|(parent, table)| {
                let handed_down = table.column(&column.name).filter(|column| column.not_null);
                let id = ObjectId::part(ObjectKind::Column, parent, &column.name);
                handed_down.is_some_and(|column| column.not_null_constraint.name_on(&id) != *name)
            })
        };
        if !parents.is_empty() && (self.columns.iter().any(own_name) || self.keys().any(|key| key.is_named_alone(name)))
        {
            return true;
        }
        let mut expected: Vec<&str> = Vec::new();
        for (_, parent) in parents {
            for column in &parent.columns {
                if !expected.contains(&column.name.as_str()) {
                    expected.push(&column.name);
                }
            }
        }
        let handed_down = self.columns.iter().filter(|column| column.origin.is_inherited());
        let own = self.columns.iter().filter(|column| !column.origin.is_inherited());
        let is_in_order = handed_down.map(|column| column.name.as_str()).eq(expected.iter().copied())
            && self.columns[expected.len().min(self.columns.len())..].iter().eq(own);
        !expected.is_empty() && self.of_type.is_none() && !is_in_order
    }

    /// Creates the table on its own, and puts it under its parents.
    fn create_apart(&self, id: &ObjectId, parts: Parts<'_>, cx: &Context<'_>) -> Vec<Step> {
        let name = relation(id);
        let mut alone = self.clone();
        (alone.partition_of, alone.inherits) = (None, Vec::new());
        let mut joining = Vec::new();
        for key in self.keys().filter(|key| key.is_named_alone(&name)) {
            let Some(real_name) = key.real_name.0.clone() else { continue };
            let key = Key { origin: Uncompared::default(), ..key.clone() };
            joining.push(ObjectId::part(key.kind(), &name, &real_name));
            if key.primary {
                alone.primary_key = Some((real_name, key));
            } else {
                alone.uniques.insert(real_name, key);
            }
        }
        for column in &mut alone.columns {
            column.origin.0 = crate::Origin::Own;
            if self.partition_of.is_some() {
                // it takes over the parent's
                column.identity = None;
            }
        }
        alone.checks.values_mut().for_each(|check| check.origin.0 = crate::Origin::Own);
        let parts = |id: &ObjectId| parts(id) || joining.contains(id);
        let mut steps = alone.create_with(id, &parts, cx);
        steps.extend(self.join(0, id, false, cx));
        steps
    }

    fn statement(&self, id: &ObjectId, items: &[String]) -> String {
        let kind = match (&self.foreign, self.unlogged) {
            (Some(_), _) => "FOREIGN TABLE",
            (None, true) => "UNLOGGED TABLE",
            (None, false) => "TABLE",
        };
        let mut text = format!("CREATE {kind} {}", id.sql());
        let list = format!(" (\n    {}\n)", items.join(",\n    "));
        match (&self.partition_of, &self.of_type) {
            (Some(Partition { parent, .. }), _) => text.push_str(&format!(" PARTITION OF {}", parent.sql())),
            (None, Some(of)) => text.push_str(&format!(" OF {}", of.sql())),
            (None, None) if items.is_empty() => text.push_str(" ()"),
            (None, None) => {}
        }
        if !items.is_empty() {
            text.push_str(&list);
        }
        let mut clauses = Vec::new();
        clauses.extend(self.partition_of.as_ref().map(|partition| partition.bound.clone()));
        if !self.inherits.is_empty() {
            let parents: Vec<_> = self.inherits.iter().map(Name::sql).collect();
            clauses.push(format!("INHERITS ({})", parents.join(", ")));
        }
        clauses.extend(self.partition_key.as_ref().map(|key| format!("PARTITION BY {key}")));
        clauses.extend(self.access_method.as_ref().map(|method| format!("USING {}", ident(method))));
        if let Some(foreign) = &self.foreign {
            clauses.push(format!("SERVER {}", ident(&foreign.server)));
            let options = foreign_options::created(&foreign.options);
            clauses.extend((!options.is_empty()).then(|| options.trim_start().to_owned()));
        }
        if !self.options.is_empty() {
            clauses.push(options::clause("WITH", &self.options));
        }
        clauses.extend(self.tablespace.as_ref().map(|space| format!("TABLESPACE {}", ident(space))));
        for clause in clauses {
            text.push('\n');
            text.push_str(&clause);
        }
        text
    }

    /// The columns that the statement lists: a partition and a table of a type only what they have beyond the other.
    fn column_items(&self, name: &Name, parts: Parts<'_>, cx: &Context<'_>) -> Vec<String> {
        let with_default = |column: &Column| parts(&ObjectId::part(ObjectKind::Default, name, &column.name));
        if self.partition_of.is_some() {
            let item = |column: &Column| {
                let words = self.overrides(column, with_default(column), cx);
                (!words.is_empty()).then(|| format!("{} {}", ident(&column.name), words.join(" ")))
            };
            return self.columns.iter().filter_map(item).collect();
        }
        if self.of_type.is_some() {
            let item = |column: &Column| {
                let words = column.constraints(with_default(column));
                (!words.is_empty()).then(|| format!("{} WITH OPTIONS {}", ident(&column.name), words.join(" ")))
            };
            return self.columns.iter().filter_map(item).collect();
        }
        let own = self.columns.iter().filter(|column| column.origin.is_local());
        own.map(|column| column.definition(with_default(column))).collect()
    }

    /// What a partition says of a column that it has otherwise than the table it is made after.
    fn overrides(&self, column: &Column, with_default: bool, cx: &Context<'_>) -> Vec<String> {
        let mut own = column.clone();
        let parents = self.as_handed_down(column, cx);
        let all = |test: &dyn Fn(&Column) -> bool| !parents.is_empty() && parents.iter().all(|parent| test(parent));
        let mut words = Vec::new();
        if all(&|parent| parent.default == column.default) || !with_default {
            own.default = None;
        }
        if column.default.is_none() && parents.iter().any(|parent| parent.default.is_some()) {
            words.push("DEFAULT NULL".to_owned());
        }
        if all(&|parent| parent.generated == column.generated) {
            own.generated = None;
        }
        if all(&|parent| parent.not_null) {
            own.not_null = false;
        }
        own.identity = None;
        words.extend(own.constraints(true));
        words
    }

    /// The column of the parent as it is and as it will be: the table may be made before or after that is altered.
    fn as_handed_down<'a>(&self, column: &Column, cx: &Context<'a>) -> Vec<&'a Column> {
        let before = self.handed_down(&column.name, cx.before);
        let after = self.handed_down(&column.name, cx.after);
        before.into_iter().chain(after).collect()
    }

    /// What is said of columns once they are there.
    fn column_steps(&self, name: &Name, parts: Parts<'_>, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        for column in &self.columns {
            let id = ObjectId::part(ObjectKind::Column, name, &column.name);
            if *column.origin == crate::Origin::Inherited && self.partition_of.is_none() && self.of_type.is_none() {
                steps.extend(self.inherited_column_steps(column, &id, parts, cx));
            }
            let mut like = Column::new(&*column.name, &*column.data_type);
            like.foreign_options = column.foreign_options.clone();
            like.compression = column.compression.clone();
            if !column.origin.is_local() {
                let parents = self.as_handed_down(column, cx);
                let shared = |of: &dyn Fn(&Column) -> Option<String>| {
                    let mut values = parents.iter().map(|parent| of(parent));
                    let first = values.next().flatten();
                    (first.clone(), values.all(|value| value == first))
                };
                let (storage, storage_known) = shared(&|parent| parent.storage.clone());
                let (compression, compression_known) = shared(&|parent| parent.compression.clone());
                // where it is not known which of two it takes over, it is said
                like.storage = if storage_known { storage } else { unlike(&column.storage) };
                like.compression = if compression_known { compression } else { unlike(&column.compression) };
                like.foreign_options.clear();
            }
            steps.extend(column.finish(&like, &id, cx));
        }
        steps
    }

    /// What a child has of its own on a column that comes from a parent.
    fn inherited_column_steps(&self, column: &Column, id: &ObjectId, parts: Parts<'_>, cx: &Context<'_>) -> Vec<Step> {
        let parents = self.as_handed_down(column, cx);
        let all = |test: &dyn Fn(&Column) -> bool| !parents.is_empty() && parents.iter().all(|parent| test(parent));
        let alter = |what: &str| {
            let sql = format!("ALTER TABLE {} ALTER COLUMN {} {what}", id.on_sql(), ident(&column.name));
            exclusive(sql, &relation(id))
        };
        let mut steps = Vec::new();
        let default = ObjectId { kind: ObjectKind::Default, ..id.clone() };
        if parts(&default) && !all(&|parent| parent.default == column.default) {
            steps.extend(column.default.as_ref().map(|default| alter(&format!("SET DEFAULT {default}"))));
        }
        if column.default.is_none() && parents.iter().any(|parent| parent.default.is_some()) {
            steps.push(alter("DROP DEFAULT"));
        }
        if column.not_null && !column.not_null_constraint.not_valid && !all(&|parent| parent.not_null) {
            steps.push(column.not_null_constraint.add(id, true, cx));
        }
        steps
    }

    fn constraint_items(&self, name: &Name, parts: Parts<'_>) -> Vec<String> {
        let mut items = Vec::new();
        let mut say = |kind: ObjectKind, constraint: &str, definition: String| {
            if parts(&ObjectId::part(kind, name, constraint)) {
                items.push(format!("CONSTRAINT {} {definition}", ident(constraint)));
            }
        };
        for (name, key) in self.primary_key.iter().filter(|(_, key)| key.origin.is_local()) {
            say(ObjectKind::PrimaryKey, name, key.definition());
        }
        for (name, key) in self.uniques.iter().filter(|(_, key)| key.origin.is_local()) {
            say(ObjectKind::Unique, name, key.definition());
        }
        for (name, check) in self.checks.iter().filter(|(_, check)| check.origin.is_local() && can_be_inline(check)) {
            say(ObjectKind::Check, name, check.definition());
        }
        for (name, exclusion) in self.exclusions.iter().filter(|(_, it)| it.origin.is_local()) {
            say(ObjectKind::Exclusion, name, exclusion.definition.clone());
        }
        for (name, key) in self.inline_foreign_keys(name, parts) {
            items.push(format!("CONSTRAINT {} {}", ident(name), key.definition()));
        }
        items
    }

    fn inline_foreign_keys<'a>(
        &'a self,
        table: &Name,
        parts: Parts<'a>,
    ) -> impl Iterator<Item = (&'a String, &'a ForeignKey)> {
        self.own_foreign_keys(table, parts).filter(|(_, key)| key.validated || !key.enforced)
    }

    /// A foreign key that is not valid cannot come with its table, whose rows are all new.
    fn late_foreign_keys<'a>(
        &'a self,
        table: &Name,
        parts: Parts<'a>,
    ) -> impl Iterator<Item = (&'a String, &'a ForeignKey)> {
        self.own_foreign_keys(table, parts).filter(|(_, key)| !key.validated && key.enforced)
    }

    fn own_foreign_keys<'a>(
        &'a self,
        table: &Name,
        parts: Parts<'a>,
    ) -> impl Iterator<Item = (&'a String, &'a ForeignKey)> {
        let table = table.clone();
        let own = self.foreign_keys.iter().filter(|(_, key)| key.origin.is_local());
        own.filter(move |(name, _)| parts(&ObjectId::part(ObjectKind::ForeignKey, &table, name)))
    }

    /// Constraints that are not valid, and what is said of keys once they are there.
    fn constraint_steps(&self, name: &Name, parts: Parts<'_>, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        let keys = self.primary_key.iter().map(|(name, key)| (name, key)).chain(&self.uniques);
        for (constraint, key) in keys {
            let id = ObjectId::part(key.kind(), name, constraint);
            if parts(&id) {
                steps.extend(key.finish(&id));
            }
        }
        for (constraint, exclusion) in &self.exclusions {
            let id = ObjectId::part(ObjectKind::Exclusion, name, constraint);
            if parts(&id) {
                steps.extend(exclusion.finish(&id));
            }
        }
        for (constraint, check) in self.checks.iter().filter(|(_, c)| c.origin.is_local() && !can_be_inline(c)) {
            let id = ObjectId::part(ObjectKind::Check, name, constraint);
            if parts(&id) {
                steps.extend(check.create(&id, cx));
            }
        }
        steps
    }

    /// What no clause of the statement says of the table.
    fn flags(&self, id: &ObjectId) -> Vec<Step> {
        let mut words = Vec::new();
        if self.replica_identity != ReplicaIdentity::Default {
            words.extend(self.replica_identity.words().map(|words| format!("REPLICA IDENTITY {words}")));
        }
        words.extend(self.row_security.then(|| "ENABLE ROW LEVEL SECURITY".to_owned()));
        words.extend(self.force_row_security.then(|| "FORCE ROW LEVEL SECURITY".to_owned()));
        words.into_iter().map(|words| Step::new(format!("ALTER TABLE {} {words}", id.sql()))).collect()
    }
}

fn blocks_existing(step: Step, key: &ForeignKey, table: &Name, cx: &Context<'_>) -> Step {
    let exists = key.references != *table && cx.before.tables.contains_key(&key.references);
    if exists { blocks_writers(step, &key.references) } else { step }
}

fn can_be_inline(check: &crate::Check) -> bool {
    check.validated || !check.enforced
}

/// Anything that is not that setting.
fn unlike(setting: &Option<String>) -> Option<String> {
    match setting {
        Some(_) => None,
        None => Some(String::new()),
    }
}
