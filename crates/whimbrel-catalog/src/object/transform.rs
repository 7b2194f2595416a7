use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Alter, Context, Sql, Step};

/// How values of a type go into and out of functions of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transform {
    /// The function for arguments, as SQL names it with its argument types.
    pub from_sql: Option<String>,
    /// The function for results.
    pub to_sql: Option<String>,
}

impl Transform {
    fn step(&self, create: &str, id: &ObjectId) -> Step {
        let function = |words: &str, function: &Option<String>| {
            function.as_ref().map(|function| format!("{words} SQL WITH FUNCTION {function}"))
        };
        let functions = [function("FROM", &self.from_sql), function("TO", &self.to_sql)];
        let functions: Vec<_> = functions.into_iter().flatten().collect();
        Step::new(format!("{create} TRANSFORM {} ({})", id.sql(), functions.join(", ")))
    }
}

impl Sql for Transform {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![self.step("CREATE", id)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        Alter::InPlace(vec![new.step("CREATE OR REPLACE", id)])
    }
}

impl Describe for Transform {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Transform
    }

    fn describe(&self) -> Description {
        vec![("from sql", self.from_sql.clone()), ("to sql", self.to_sql.clone())]
    }
}
