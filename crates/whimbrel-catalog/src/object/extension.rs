use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::{ident, literal};
use crate::sql::{Alter, Context, Sql, Step};
use crate::uncompared::Uncompared;

/// An extension. The objects that belong to it are not in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Where its objects are.
    pub schema: String,
    /// As installed; `None` where it is the version that its server installs by default, so that the same extension on
    /// servers of different age is the same.
    pub version: Option<String>,
    /// It can be moved to another schema: a property of the version.
    pub relocatable: Uncompared<bool>,
}

impl Sql for Extension {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let version = self.version.as_ref().map(|version| format!(" VERSION {}", literal(version))).unwrap_or_default();
        vec![Step::new(format!("CREATE EXTENSION {} WITH SCHEMA {}{version}", id.sql(), ident(&self.schema)))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if self.schema != new.schema && !*self.relocatable {
            return Alter::Replace;
        }
        let mut steps = Vec::new();
        if self.schema != new.schema {
            steps.push(Step::new(format!("ALTER EXTENSION {} SET SCHEMA {}", id.sql(), ident(&new.schema))));
        }
        if self.version != new.version {
            let to = new.version.as_ref().map(|version| format!(" TO {}", literal(version))).unwrap_or_default();
            steps.push(Step::new(format!("ALTER EXTENSION {} UPDATE{to}", id.sql())));
        }
        Alter::InPlace(steps)
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        vec![ObjectId::global(ObjectKind::Schema, &self.schema)]
    }
}

impl Describe for Extension {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Extension
    }

    fn describe(&self) -> Description {
        vec![("schema", Some(self.schema.clone())), ("version", self.version.clone())]
    }
}
