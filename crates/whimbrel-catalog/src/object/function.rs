use crate::change::ObjectKind;
use crate::describe::{Describe, Description};
use crate::sql::Sql;

/// A function, procedure or aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Which of them.
    pub routine: Routine,
    /// `None` for a procedure.
    pub returns: Option<String>,
    /// `sql`, `plpgsql`, …
    pub language: String,
    /// `CREATE OR REPLACE FUNCTION …`; for an aggregate its parts.
    pub definition: String,
}

/// What can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Routine {
    /// Window functions too.
    Function,
    Procedure,
    Aggregate,
}

impl Sql for Function {}

impl Describe for Function {
    fn kind(&self) -> ObjectKind {
        match self.routine {
            Routine::Function => ObjectKind::Function,
            Routine::Procedure => ObjectKind::Procedure,
            Routine::Aggregate => ObjectKind::Aggregate,
        }
    }

    fn describe(&self) -> Description {
        vec![
            ("returns", self.returns.clone()),
            ("language", Some(self.language.clone())),
            ("definition", Some(self.definition.clone())),
        ]
    }
}
