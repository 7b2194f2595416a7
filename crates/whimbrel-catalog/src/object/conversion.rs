use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::literal;
use crate::sql::{Context, Sql, Step};

/// A conversion between two encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// Encoding: `LATIN1`
    pub from: String,
    /// Encoding: `UTF8`
    pub to: String,
    /// As SQL names it.
    pub function: String,
    /// Used for these encodings when nothing is said.
    pub default: bool,
}

impl Sql for Conversion {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let default = if self.default { "DEFAULT " } else { "" };
        let (from, to) = (literal(&self.from), literal(&self.to));
        vec![Step::new(format!("CREATE {default}CONVERSION {} FOR {from} TO {to} FROM {}", id.sql(), self.function))]
    }
}

impl Describe for Conversion {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Conversion
    }

    fn describe(&self) -> Description {
        vec![
            ("from", Some(self.from.clone())),
            ("to", Some(self.to.clone())),
            ("function", Some(self.function.clone())),
            ("default", when(self.default)),
        ]
    }
}
