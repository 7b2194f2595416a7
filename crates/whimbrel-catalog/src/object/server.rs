use super::foreign_options::{self, ForeignOptions};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::{ident, literal};
use crate::sql::{Alter, Context, Sql, Step};

/// A foreign server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its foreign-data wrapper.
    pub wrapper: String,
    #[allow(missing_docs)]
    pub server_type: Option<String>,
    #[allow(missing_docs)]
    pub version: Option<String>,
    /// Those that may be secrets are known by a digest alone.
    pub options: ForeignOptions,
}

impl Sql for Server {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut sql = format!("CREATE SERVER {}", id.sql());
        for (word, value) in [("TYPE", &self.server_type), ("VERSION", &self.version)] {
            sql.extend(value.iter().map(|value| format!(" {word} {}", literal(value))));
        }
        let wrapper = format!(" FOREIGN DATA WRAPPER {}", ident(&self.wrapper));
        vec![Step::new(sql + &wrapper + &foreign_options::created(&self.options))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if (&self.wrapper, &self.server_type) != (&new.wrapper, &new.server_type) {
            return Alter::Replace;
        }
        let mut clauses = Vec::new();
        if self.version != new.version {
            let version = new.version.as_ref().map_or_else(|| "NULL".to_owned(), |version| literal(version));
            clauses.push(format!("VERSION {version}"));
        }
        clauses.extend(foreign_options::altered(&self.options, &new.options));
        if clauses.is_empty() {
            return Alter::InPlace(Vec::new());
        }
        Alter::InPlace(vec![Step::new(format!("ALTER SERVER {} {}", id.sql(), clauses.join(" ")))])
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        vec![ObjectId::global(ObjectKind::ForeignDataWrapper, &self.wrapper)]
    }
}

impl Describe for Server {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Server
    }

    fn describe(&self) -> Description {
        vec![
            ("foreign-data wrapper", Some(self.wrapper.clone())),
            ("type", self.server_type.clone()),
            ("version", self.version.clone()),
            ("options", foreign_options::fact(&self.options)),
        ]
    }
}
