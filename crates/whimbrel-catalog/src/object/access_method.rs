use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Context, Sql, Step};

/// A way to keep tables or indexes that no extension brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessMethod {
    /// Of tables, else of indexes.
    pub of_tables: bool,
    /// Its function, as SQL names it.
    pub handler: String,
}

impl AccessMethod {
    fn of(&self) -> &'static str {
        if self.of_tables { "TABLE" } else { "INDEX" }
    }
}

impl Sql for AccessMethod {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(format!("CREATE ACCESS METHOD {} TYPE {} HANDLER {}", id.sql(), self.of(), self.handler))]
    }
}

impl Describe for AccessMethod {
    fn kind(&self) -> ObjectKind {
        ObjectKind::AccessMethod
    }

    fn describe(&self) -> Description {
        vec![("type", Some(self.of().to_owned())), ("handler", Some(self.handler.clone()))]
    }
}
