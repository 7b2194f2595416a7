use crate::change::ObjectKind;
use crate::describe::{Describe, Description, list, when};
use crate::name::quoted;
use crate::sql::Sql;

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The type it stands on, with modifiers.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
    #[allow(missing_docs)]
    pub not_null: bool,
    /// An expression.
    pub default: Option<String>,
    /// Name and definition of each check, such as `CHECK ((VALUE > 0)) NOT VALID`; by name.
    pub checks: Vec<(String, String)>,
}

impl Sql for Domain {}

impl Describe for Domain {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Domain
    }

    fn describe(&self) -> Description {
        let checks: Vec<_> = self.checks.iter().map(|(name, check)| format!("{} {check}", quoted(name))).collect();
        vec![
            ("type", Some(self.data_type.clone())),
            ("collation", self.collation.clone()),
            ("not null", when(self.not_null)),
            ("default", self.default.clone()),
            ("checks", list(&checks)),
        ]
    }
}
