//! The column as SQL: in a list of columns, added, dropped, and its default.

use super::super::foreign_options;
use super::super::locks::{blocks_all, exclusive, relation, rewrites, shown};
use super::super::parents::{drop_plan, has_children};
use super::data_type::{DataType, domain};
use super::{Column, Identity};
use crate::change::ObjectId;
use crate::name::ident;
use crate::sql::{Context, HazardKind, Step};

impl Column {
    /// As `CREATE TABLE` and `ADD COLUMN` have it: `email text COLLATE "C" DEFAULT ''::text NOT NULL`.
    pub(in crate::object) fn definition(&self, with_default: bool) -> String {
        let mut words = vec![ident(&self.name).into_owned(), self.data_type.clone()];
        words.extend(self.compression.as_ref().map(|method| format!("COMPRESSION {method}")));
        let options = foreign_options::created(&self.foreign_options);
        words.extend((!options.is_empty()).then(|| options.trim_start().to_owned()));
        words.extend(self.collation.as_ref().map(|collation| format!("COLLATE {collation}")));
        words.extend(self.constraints(with_default));
        words.join(" ")
    }

    /// The default and the rest that follows the type: `DEFAULT 0 NOT NULL`.
    pub(in crate::object) fn constraints(&self, with_default: bool) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.default.as_ref().filter(|_| with_default).map(|default| format!("DEFAULT {default}")));
        words.extend(self.identity.as_ref().map(Identity::sql));
        words.extend(self.generated.as_ref().map(|generated| format!("GENERATED ALWAYS AS {}", generated.sql())));
        if self.not_null
            && !self.not_null_constraint.not_valid
            && (self.identity.is_none() || !self.not_null_constraint.is_plain())
        {
            words.push(self.not_null_constraint.sql());
        }
        words
    }

    /// What follows where the table is created or the column added: settings, a NOT NULL that is not valid, and the
    /// sequences that belong to it. `like` is what it has been made like.
    pub(in crate::object) fn finish(&self, like: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = self.settings_from(like, id, false, cx);
        if self.not_null && self.not_null_constraint.not_valid {
            steps.push(self.not_null_constraint.add(id, true, cx));
        }
        for sequence in self.owns.iter() {
            let sequence = sequence.sql();
            steps.push(Step::new(format!("ALTER SEQUENCE {sequence} OWNED BY {}", id.sql())));
        }
        steps
    }

    /// Adds the column to its table, with or without its default.
    pub(crate) fn create_with(&self, id: &ObjectId, with_default: bool, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let sql = format!("ALTER TABLE {} ADD COLUMN {}", id.on_sql(), self.definition(with_default));
        let mut step = exclusive(sql, &table);
        if self.has_value_for_each_row(with_default, cx) {
            step = rewrites(step, &table);
        }
        let mut steps = vec![step];
        let like = Self {
            compression: self.compression.clone(),
            foreign_options: self.foreign_options.clone(),
            ..Self::new(&*self.name, &*self.data_type)
        };
        steps.extend(self.finish(&like, id, cx));
        steps
    }

    /// True where rows that are there cannot share one value that is kept beside them.
    fn has_value_for_each_row(&self, with_default: bool, cx: &Context<'_>) -> bool {
        let is_stored = self.generated.as_ref().is_some_and(|generated| generated.stored);
        let default = self.default.as_ref().filter(|_| with_default);
        let data_type = DataType::parse(&self.data_type);
        let checked = domain(&data_type, cx.after).is_some_and(|it| it.not_null || !it.checks.is_empty());
        self.identity.is_some() || is_stored || checked || default.is_some_and(|default| is_volatile(default))
    }

    pub(super) fn drop_from(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        if self.origin.is_inherited() {
            // it goes with the parent's, or when its table leaves the parent
            return Vec::new();
        }
        let table = relation(id);
        let mut steps = self.let_sequences_go(id, cx);
        let origin = |table: &crate::Table| table.column(&self.name).map(|column| *column.origin);
        let plan = drop_plan(&table, cx, origin, origin);
        let only = if plan.only { "ONLY " } else { "" };
        let sql = format!("ALTER TABLE {only}{} DROP COLUMN {}", id.on_sql(), ident(&self.name));
        let mut step = exclusive(sql, &table);
        let is_foreign = cx.before.tables.get(&table).is_some_and(|table| table.foreign.is_some());
        if self.generated.is_none() && !is_foreign {
            step = step.hazard(HazardKind::LosesData, format!("all values of {}", id.short()));
        }
        steps.push(step);
        for child in plan.children {
            let sql = format!("ALTER TABLE {} DROP COLUMN {}", child.sql(), ident(&self.name));
            let lost = format!("all values of {}.{}", shown(&child), ident(&self.name));
            steps.push(exclusive(sql, &child).hazard(HazardKind::LosesData, lost));
        }
        steps
    }

    /// Sequences that stay may not belong to the column any longer when it goes.
    pub(in crate::object) fn let_sequences_go(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        for sequence in self.owns.iter().filter(|name| cx.after.sequences.contains_key(*name)) {
            steps.push(Step::new(format!("ALTER SEQUENCE {} OWNED BY NONE", sequence.sql())));
        }
        // where the column is made again, a new sequence may belong to it already
        let again = cx.after.tables.get(&relation(id)).and_then(|table| table.column(&id.name));
        let new = again.into_iter().flat_map(|column| column.owns.iter());
        for sequence in new.filter(|name| !cx.before.sequences.contains_key(*name)) {
            steps.push(Step::new(format!("ALTER SEQUENCE IF EXISTS {} OWNED BY NONE", sequence.sql())));
        }
        steps
    }

    /// Sets the default of the column that the id of the default names: of its table, not of those that inherit from
    /// it, which have defaults of their own.
    pub(crate) fn default_set(id: &ObjectId, expression: &str, cx: &Context<'_>) -> Step {
        default(id, &format!("SET DEFAULT {expression}"), cx)
    }

    /// Takes the default away.
    pub(crate) fn default_drop(id: &ObjectId, cx: &Context<'_>) -> Step {
        default(id, "DROP DEFAULT", cx)
    }
}

fn default(id: &ObjectId, what: &str, cx: &Context<'_>) -> Step {
    let only = if has_children(id, cx) { "ONLY " } else { "" };
    let sql = format!("ALTER TABLE {only}{} ALTER COLUMN {} {what}", id.on_sql(), ident(&id.name));
    blocks_all(Step::new(sql), &relation(id))
}

/// True where a default may be another for each row, as far as its text tells. A function of the user's is taken to be
/// volatile, which is what it is when nothing is said.
fn is_volatile(default: &str) -> bool {
    const VOLATILE: [&str; 8] =
        ["nextval(", "random(", "gen_random_uuid(", "uuidv4(", "uuidv7(", "clock_timestamp(", "timeofday(", "setval("];
    let users = default.match_indices('(').any(|(at, _)| {
        let name = default[..at].rsplit(|c: char| c.is_whitespace() || c == '(' || c == ',').next().unwrap_or_default();
        name.contains('.') && !name.contains("::") && !name.contains('\'')
    });
    users || VOLATILE.iter().any(|function| default.contains(function))
}

#[cfg(test)]
mod tests {
    use super::is_volatile;

    #[test]
    fn a_default_may_be_another_for_each_row() {
        for constant in ["0", "'a.b(c'::text", "now()", "'x'::character varying(10)", "('now'::text)::date", "1.5"] {
            assert!(!is_volatile(constant), "{constant}");
        }
        for volatile in ["nextval('public.s'::regclass)", "public.next_code()", "lower(app.f(1))"] {
            assert!(is_volatile(volatile), "{volatile}");
        }
    }
}
