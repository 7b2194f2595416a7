use super::foreign_options::{self, ForeignOptions};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::sql::{Alter, Context, Sql, Step};

/// As whom a role is known to a foreign server.
///
/// Options that may not be read are equal to any other: nothing can be said of them.
#[derive(Debug, Clone)]
pub struct UserMapping {
    #[allow(missing_docs)]
    pub server: String,
    /// All but `user` are known by a digest alone. `None` where the role that reads may not read them.
    pub options: Option<ForeignOptions>,
}

impl PartialEq for UserMapping {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.options, &other.options) {
            (Some(options), Some(other)) => options == other,
            _ => true,
        };
        same && self.server == other.server
    }
}

impl Eq for UserMapping {}

impl Sql for UserMapping {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let options = match &self.options {
            Some(options) => foreign_options::created(options),
            None => "\n    -- its options may not be read: add them".to_owned(),
        };
        vec![Step::new(format!("CREATE USER MAPPING {}{options}", id.sql()))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let options = self.options.as_ref().zip(new.options.as_ref());
        let options = options.and_then(|(old, new)| foreign_options::altered(old, new));
        let step = |options| Step::new(format!("ALTER USER MAPPING {} {options}", id.sql()));
        Alter::InPlace(options.map(step).into_iter().collect())
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        vec![ObjectId::global(ObjectKind::Server, &self.server)]
    }
}

impl Describe for UserMapping {
    fn kind(&self) -> ObjectKind {
        ObjectKind::UserMapping
    }

    fn describe(&self) -> Description {
        vec![("options", self.options.as_ref().and_then(foreign_options::fact))]
    }
}
