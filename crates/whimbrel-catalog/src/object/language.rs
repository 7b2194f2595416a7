use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::sql::{Alter, Context, Sql, Step};

/// A language for functions that no extension brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Every role may be given the right to use it.
    pub trusted: bool,
    /// The function that runs a function of the language, as SQL names it.
    pub handler: String,
    /// The function that runs `DO`.
    pub inline: Option<String>,
    /// The function that looks at a new function of the language.
    pub validator: Option<String>,
}

impl Language {
    fn step(&self, create: &str, id: &ObjectId) -> Step {
        let trusted = if self.trusted { "TRUSTED " } else { "" };
        let mut sql = format!("{create} {trusted}LANGUAGE {} HANDLER {}", id.sql(), self.handler);
        for (word, function) in [("INLINE", &self.inline), ("VALIDATOR", &self.validator)] {
            if let Some(function) = function {
                sql.push_str(&format!(" {word} {function}"));
            }
        }
        Step::new(sql)
    }
}

impl Sql for Language {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![self.step("CREATE", id)]
    }

    /// Its functions stay as they are.
    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        Alter::InPlace(vec![new.step("CREATE OR REPLACE", id)])
    }
}

impl Describe for Language {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Language
    }

    fn describe(&self) -> Description {
        vec![
            ("trusted", when(self.trusted)),
            ("handler", Some(self.handler.clone())),
            ("inline", self.inline.clone()),
            ("validator", self.validator.clone()),
        ]
    }
}
