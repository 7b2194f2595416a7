use std::collections::BTreeMap;
use std::fmt;

use super::{Rule, Trigger, options};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::{ident, quoted};
use crate::sql::{Alter, Context, Sql, Step};

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Its query, without a semicolon; SQLite: the whole statement.
    pub definition: String,
    /// Such as `security_barrier=true`, in the order in which they were set; `check_option=local` comes last.
    pub options: Vec<String>,
    /// In order.
    pub columns: Vec<ViewColumn>,
    #[allow(missing_docs)]
    pub triggers: BTreeMap<String, Trigger>,
    #[allow(missing_docs)]
    pub rules: BTreeMap<String, Rule>,
}

/// A column of a view or an attribute of a composite type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewColumn {
    #[allow(missing_docs)]
    pub name: String,
    /// With modifiers; empty where SQLite knows none.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
    /// An expression that INSERT into the view takes.
    pub default: Option<String>,
}

impl ViewColumn {
    /// True where a query may give the one in the place of the other.
    fn is_like(&self, other: &Self) -> bool {
        (&self.name, &self.data_type, &self.collation) == (&other.name, &other.data_type, &other.collation)
    }
}

impl fmt::Display for ViewColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&quoted(&self.name))?;
        if !self.data_type.is_empty() {
            write!(f, " {}", self.data_type)?;
        }
        if let Some(collation) = &self.collation {
            write!(f, " COLLATE {collation}")?;
        }
        if let Some(default) = &self.default {
            write!(f, " DEFAULT {default}")?;
        }
        Ok(())
    }
}

/// `id integer, name text`
pub(super) fn column_list(columns: &[ViewColumn]) -> Option<String> {
    let columns: Vec<_> = columns.iter().map(ToString::to_string).collect();
    list(&columns)
}

const CHECK_OPTION: &str = "check_option=";

impl View {
    /// `CREATE VIEW …` with what stands between CREATE and VIEW.
    fn statement(&self, or_replace: &str, id: &ObjectId) -> String {
        let (check, rest): (Vec<_>, Vec<_>) = self.options.iter().cloned().partition(|o| o.starts_with(CHECK_OPTION));
        let with = match options::clause("WITH", &rest) {
            with if with.is_empty() => with,
            with => format!(" {with}"),
        };
        let check = check.first().map(|option| option[CHECK_OPTION.len()..].to_uppercase());
        let check = check.map(|level| format!("\n  WITH {level} CHECK OPTION")).unwrap_or_default();
        format!("CREATE {or_replace}VIEW {}{with} AS\n{}{check}", id.sql(), self.definition)
    }

    /// A view of the same columns that needs nothing but their types.
    pub(crate) fn stub(&self, id: &ObjectId) -> Step {
        Step::new(format!("CREATE VIEW {} AS\n{}", id.sql(), self.nulls()))
    }

    /// Makes of the view one that needs nothing but its columns' types.
    pub(crate) fn empty(&self, id: &ObjectId) -> Step {
        Step::new(format!("CREATE OR REPLACE VIEW {} AS\n{}", id.sql(), self.nulls()))
    }

    fn nulls(&self) -> String {
        let column = |column: &ViewColumn| {
            let collation = column.collation.as_ref().map(|c| format!(" COLLATE {c}")).unwrap_or_default();
            format!("NULL::{}{collation} AS {}", column.data_type, ident(&column.name))
        };
        let columns: Vec<_> = self.columns.iter().map(column).collect();
        format!(" SELECT {}", columns.join(",\n    ")).trim_end().to_owned()
    }

    /// `SET DEFAULT` and `DROP DEFAULT` of its columns.
    fn defaults(&self, before: &[ViewColumn], id: &ObjectId) -> Vec<Step> {
        let mut steps = Vec::new();
        for column in &self.columns {
            let old = before.iter().find(|c| c.name == column.name).and_then(|c| c.default.as_ref());
            let action = match &column.default {
                new if new.as_ref() == old => continue,
                Some(default) => format!("SET DEFAULT {default}"),
                None => "DROP DEFAULT".to_owned(),
            };
            steps.push(Step::new(format!("ALTER VIEW {} ALTER COLUMN {} {action}", id.sql(), ident(&column.name))));
        }
        steps
    }
}

impl Sql for View {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut steps = vec![Step::new(self.statement("", id))];
        steps.extend(self.defaults(&[], id));
        steps
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(format!("DROP VIEW {}", id.sql())).stops_all(id, cx)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let starts_alike = new.columns.len() >= self.columns.len()
            && self.columns.iter().zip(&new.columns).all(|(old, new)| old.is_like(new));
        if !starts_alike {
            return Alter::Replace;
        }
        let mut steps = Vec::new();
        if self.definition != new.definition || self.columns.len() != new.columns.len() {
            steps.push(new.statement("OR REPLACE ", id));
        } else {
            let clauses = options::changes(&self.options, &new.options);
            steps.extend(clauses.into_iter().map(|clause| format!("ALTER VIEW {} {clause}", id.sql())));
        }
        let mut steps: Vec<_> = steps.into_iter().map(Step::new).collect();
        steps.extend(new.defaults(&self.columns, id));
        Alter::InPlace(steps.into_iter().map(|step| step.stops_all(id, cx)).collect())
    }
}

impl Describe for View {
    fn kind(&self) -> ObjectKind {
        ObjectKind::View
    }

    fn describe(&self) -> Description {
        vec![
            ("columns", column_list(&self.columns)),
            ("options", list(&self.options)),
            ("definition", Some(self.definition.clone())),
        ]
    }
}
