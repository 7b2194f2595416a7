//! A column of a table: what it is, here; its SQL in `write`, its changes in `alter`.

mod alter;
mod conversion;
mod data_type;
mod identity;
mod not_null;
mod settings;
mod write;

pub use self::identity::Identity;
pub(super) use self::identity::made_name;
pub use self::not_null::NotNullConstraint;
use super::foreign_options::{self, ForeignOptions};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, when};
use crate::expression::in_parentheses;
use crate::name::Name;
use crate::sql::{Alter, Context, Sql, Step};
use crate::uncompared::{Origin, Uncompared};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    #[allow(missing_docs)]
    pub name: String,
    /// With modifiers: `character varying(255)`, `public.mood[]`; SQLite: as declared, in upper case, empty for none.
    pub data_type: String,
    /// Where it is not the type's own: as SQL writes it, with its schema.
    pub collation: Option<String>,
    #[allow(missing_docs)]
    pub not_null: bool,
    /// Where `not_null`: what else is to be said of it.
    pub not_null_constraint: NotNullConstraint,
    /// An expression.
    pub default: Option<String>,
    #[allow(missing_docs)]
    pub identity: Option<Identity>,
    #[allow(missing_docs)]
    pub generated: Option<Generated>,
    /// `PLAIN`, `EXTERNAL`, `EXTENDED` or `MAIN`, where it is not the type's own.
    pub storage: Option<String>,
    /// `pglz` or `lz4`, where it is not left to the server.
    pub compression: Option<String>,
    /// How many values `ANALYZE` keeps, where it is not left to the server.
    pub statistics: Option<i32>,
    /// What `ANALYZE` is told: `n_distinct=5`. Sorted.
    pub options: Vec<String>,
    /// Of a foreign table's column, by name.
    pub foreign_options: ForeignOptions,
    /// Where it comes from.
    pub origin: Uncompared<Origin>,
    /// The sequences that are dropped with it, without an identity's. They say so themselves.
    pub owns: Uncompared<Vec<Name>>,
}

/// `GENERATED ALWAYS AS (expression)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    #[allow(missing_docs)]
    pub expression: String,
    /// `STORED`, else `VIRTUAL`.
    pub stored: bool,
}

impl Generated {
    /// `(expression) STORED`
    fn sql(&self) -> String {
        format!("{} {}", in_parentheses(&self.expression), if self.stored { "STORED" } else { "VIRTUAL" })
    }
}

impl Column {
    /// A column that may be null and has nothing but its type.
    pub fn new(name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data_type: data_type.into(),
            collation: None,
            not_null: false,
            not_null_constraint: NotNullConstraint::default(),
            default: None,
            identity: None,
            generated: None,
            storage: None,
            compression: None,
            statistics: None,
            options: Vec::new(),
            foreign_options: ForeignOptions::new(),
            origin: Uncompared::default(),
            owns: Uncompared::default(),
        }
    }
}

impl Column {
    /// The sequence behind an identity column. A partition shares that of its table.
    pub(crate) fn identity_sequence(&self, id: &ObjectId) -> Option<Name> {
        let identity = self.identity.as_ref().filter(|_| !self.origin.is_inherited())?;
        Some(identity.name.clone().unwrap_or_else(|| Identity::usual_name(&super::locks::relation(id), &self.name)))
    }
}

impl Sql for Column {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        self.create_with(id, false, cx)
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        self.drop_from(id, cx)
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        self.alter_to(new, id, cx)
    }

    fn is_inherited(&self) -> bool {
        self.origin.is_inherited()
    }
}

impl Describe for Column {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Column
    }

    fn describe(&self) -> Description {
        vec![
            ("type", Some(self.data_type.clone()).filter(|t| !t.is_empty())),
            ("collation", self.collation.clone()),
            ("not null", when(self.not_null)),
            ("not null name", self.not_null_constraint.name.clone()),
            ("not null not valid", when(self.not_null_constraint.not_valid)),
            ("not null no inherit", when(self.not_null_constraint.no_inherit)),
            ("default", self.default.clone()),
            ("identity", self.identity.as_ref().map(Identity::describe)),
            ("generated", self.generated.as_ref().map(Generated::sql)),
            ("storage", self.storage.clone()),
            ("compression", self.compression.clone()),
            ("statistics target", self.statistics.map(|target| target.to_string())),
            ("options", list(&self.options)),
            ("foreign options", foreign_options::fact(&self.foreign_options)),
        ]
    }
}
