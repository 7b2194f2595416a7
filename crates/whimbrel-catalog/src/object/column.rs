use super::SequenceOptions;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::ident;
use crate::sql::{Context, Sql, Step};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    #[allow(missing_docs)]
    pub name: String,
    /// With modifiers: `character varying(255)`, `public.mood[]`; SQLite: as declared, in upper case, empty for none.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
    #[allow(missing_docs)]
    pub not_null: bool,
    /// An expression.
    pub default: Option<String>,
    #[allow(missing_docs)]
    pub identity: Option<Identity>,
    #[allow(missing_docs)]
    pub generated: Option<Generated>,
}

/// `GENERATED … AS IDENTITY`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `ALWAYS`, else `BY DEFAULT`.
    pub always: bool,
    /// How its sequence counts.
    pub sequence: SequenceOptions,
}

/// `GENERATED ALWAYS AS (expression)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    #[allow(missing_docs)]
    pub expression: String,
    /// `STORED`, else `VIRTUAL`.
    pub stored: bool,
}

impl Column {
    /// A column that may be null and has nothing but its type.
    pub fn new(name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data_type: data_type.into(),
            collation: None,
            not_null: false,
            default: None,
            identity: None,
            generated: None,
        }
    }
}

impl Sql for Column {}

impl Describe for Column {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Column
    }

    fn describe(&self) -> Description {
        let identity = self.identity.as_ref().map(|identity| {
            let options = identity.sequence.to_string();
            let kind = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
            let options = if options.is_empty() { options } else { format!(" ({options})") };
            format!("{kind} AS IDENTITY{options}")
        });
        let generated = self.generated.as_ref().map(|generated| {
            format!("{} {}", in_parentheses(&generated.expression), if generated.stored { "STORED" } else { "VIRTUAL" })
        });
        vec![
            ("type", Some(self.data_type.clone()).filter(|t| !t.is_empty())),
            ("collation", self.collation.clone()),
            ("not null", when(self.not_null)),
            ("default", self.default.clone()),
            ("identity", identity),
            ("generated", generated),
        ]
    }
}

fn in_parentheses(expression: &str) -> String {
    if expression.starts_with('(') && expression.ends_with(')') {
        expression.to_owned()
    } else {
        format!("({expression})")
    }
}

impl Column {
    /// Adds the column to its table, with or without its default.
    pub(crate) fn create_with(&self, id: &ObjectId, with_default: bool, _cx: &Context<'_>) -> Vec<Step> {
        let default = self.default.as_ref().filter(|_| with_default);
        let default = default.map(|default| format!(" DEFAULT {default}")).unwrap_or_default();
        let sql = format!("ALTER TABLE {} ADD COLUMN {} {}{default}", id.on_sql(), ident(&self.name), self.data_type);
        vec![Step::new(sql)]
    }

    /// Sets the default of the column that the id of the default names.
    pub(crate) fn default_set(id: &ObjectId, expression: &str) -> Step {
        let name = ident(&id.name);
        Step::new(format!("ALTER TABLE {} ALTER COLUMN {name} SET DEFAULT {expression}", id.on_sql()))
    }

    /// Takes the default away.
    pub(crate) fn default_drop(id: &ObjectId) -> Step {
        Step::new(format!("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", id.on_sql(), ident(&id.name)))
    }
}
