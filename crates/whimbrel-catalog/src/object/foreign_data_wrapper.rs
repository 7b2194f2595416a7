use super::foreign_options::{self, ForeignOptions};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Alter, Context, Sql, Step};

/// A foreign-data wrapper that no extension brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignDataWrapper {
    /// The function that reads and writes foreign tables, as SQL names it.
    pub handler: Option<String>,
    /// The function that looks at options.
    pub validator: Option<String>,
    /// Those that may be secrets are known by a digest alone.
    pub options: ForeignOptions,
}

impl Sql for ForeignDataWrapper {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut sql = format!("CREATE FOREIGN DATA WRAPPER {}", id.sql());
        for (word, function) in [("HANDLER", &self.handler), ("VALIDATOR", &self.validator)] {
            sql.extend(function.iter().map(|function| format!(" {word} {function}")));
        }
        vec![Step::new(sql + &foreign_options::created(&self.options))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let mut clauses = Vec::new();
        for (word, old, new) in
            [("HANDLER", &self.handler, &new.handler), ("VALIDATOR", &self.validator, &new.validator)]
        {
            match new {
                _ if old == new => {}
                Some(new) => clauses.push(format!("{word} {new}")),
                None => clauses.push(format!("NO {word}")),
            }
        }
        clauses.extend(foreign_options::altered(&self.options, &new.options));
        if clauses.is_empty() {
            return Alter::InPlace(Vec::new());
        }
        Alter::InPlace(vec![Step::new(format!("ALTER FOREIGN DATA WRAPPER {} {}", id.sql(), clauses.join(" ")))])
    }
}

impl Describe for ForeignDataWrapper {
    fn kind(&self) -> ObjectKind {
        ObjectKind::ForeignDataWrapper
    }

    fn describe(&self) -> Description {
        vec![
            ("handler", self.handler.clone()),
            ("validator", self.validator.clone()),
            ("options", foreign_options::fact(&self.options)),
        ]
    }
}
