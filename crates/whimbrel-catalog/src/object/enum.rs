use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::literal;
use crate::sql::{Alter, Context, Sql, Step};

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// In their order.
    pub values: Vec<String>,
}

impl Enum {
    /// The values that `new` has no more.
    pub(crate) fn removed<'a>(&'a self, new: &Self) -> Vec<&'a String> {
        self.values.iter().filter(|value| !new.values.contains(value)).collect()
    }
}

impl Sql for Enum {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let values: Vec<_> = self.values.iter().map(|value| format!("\n    {}", literal(value))).collect();
        let end = if values.is_empty() { "" } else { "\n" };
        vec![Step::new(format!("CREATE TYPE {} AS ENUM ({}{end})", id.sql(), values.join(",")))]
    }

    /// Values can be added anywhere, and neither removed nor moved.
    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if !new.values.iter().filter(|value| self.values.contains(value)).eq(&self.values) {
            return Alter::Beside;
        }
        let mut steps = Vec::new();
        for (i, value) in new.values.iter().enumerate() {
            if self.values.contains(value) {
                continue;
            }
            // by now all values before this one are there
            let is_last = !new.values[i..].iter().any(|value| self.values.contains(value));
            let place = match (new.values[..i].last(), self.values.first()) {
                _ if is_last => String::new(),
                (Some(before), _) => format!(" AFTER {}", literal(before)),
                (None, Some(first)) => format!(" BEFORE {}", literal(first)),
                (None, None) => String::new(),
            };
            steps.push(Step::new(format!("ALTER TYPE {} ADD VALUE {}{place}", id.sql(), literal(value))));
        }
        Alter::InPlace(steps)
    }
}

impl Describe for Enum {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Enum
    }

    fn describe(&self) -> Description {
        let values: Vec<_> = self.values.iter().map(|v| format!("'{}'", v.replace('\'', "''"))).collect();
        vec![("values", list(&values))]
    }
}
