use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Context, Sql, Step};

/// A cast between two types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    /// How a value becomes one of the other type.
    pub method: CastMethod,
    /// When PostgreSQL uses it by itself.
    pub context: CastContext,
}

/// How a value becomes one of another type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CastMethod {
    /// By this function, as SQL names it with its argument types.
    Function(String),
    /// Its bytes stay.
    Binary,
    /// By way of its text.
    Text,
}

/// When PostgreSQL uses a cast by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CastContext {
    /// Never.
    Explicit,
    /// Where a value is put into a column.
    Assignment,
    /// Everywhere.
    Implicit,
}

impl Cast {
    fn method(&self) -> String {
        match &self.method {
            CastMethod::Function(function) => format!("WITH FUNCTION {function}"),
            CastMethod::Binary => "WITHOUT FUNCTION".to_owned(),
            CastMethod::Text => "WITH INOUT".to_owned(),
        }
    }

    fn context(&self) -> Option<&'static str> {
        match self.context {
            CastContext::Explicit => None,
            CastContext::Assignment => Some("AS ASSIGNMENT"),
            CastContext::Implicit => Some("AS IMPLICIT"),
        }
    }
}

impl Sql for Cast {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let context = self.context().map(|context| format!(" {context}")).unwrap_or_default();
        vec![Step::new(format!("CREATE CAST {} {}{context}", id.sql(), self.method()))]
    }
}

impl Describe for Cast {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Cast
    }

    fn describe(&self) -> Description {
        vec![("method", Some(self.method())), ("context", self.context().map(str::to_owned))]
    }
}
