use std::collections::BTreeSet;

use crate::attribute::{Held, Privilege, Terms, adjust, listing};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};

/// What objects have that a role will create: `ALTER DEFAULT PRIVILEGES`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultPrivileges {
    /// Who will create them; `None` where it is one of the roles that made the schema.
    pub role: Option<String>,
    /// Where; `None` for all schemas.
    pub schema: Option<String>,
    /// What.
    pub class: ObjectClass,
    /// What is granted beyond what a new object has by itself.
    pub granted: BTreeSet<Privilege>,
    /// What a new object would have by itself. Empty for those of one schema, which only add.
    pub revoked: BTreeSet<Privilege>,
}

/// A group of kinds that have the same privileges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum ObjectClass {
    /// Views too.
    Tables,
    Sequences,
    /// Procedures and aggregates too.
    Functions,
    Types,
    Schemas,
    LargeObjects,
}

impl ObjectClass {
    /// Which the kind belongs to; `None` where it has no default privileges.
    pub fn of(kind: ObjectKind) -> Option<Self> {
        use ObjectKind as K;
        match kind {
            K::Table | K::ForeignTable | K::View | K::MaterializedView => Some(Self::Tables),
            K::Sequence => Some(Self::Sequences),
            K::Function | K::Procedure | K::Aggregate => Some(Self::Functions),
            K::Enum | K::CompositeType | K::RangeType | K::Domain => Some(Self::Types),
            K::Schema => Some(Self::Schemas),
            _ => None,
        }
    }

    /// As SQL calls it: `TABLES`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Tables => "TABLES",
            Self::Sequences => "SEQUENCES",
            Self::Functions => "FUNCTIONS",
            Self::Types => "TYPES",
            Self::Schemas => "SCHEMAS",
            Self::LargeObjects => "LARGE OBJECTS",
        }
    }

    /// What PUBLIC has of a new object by itself.
    pub(crate) fn of_public(self) -> Option<&'static str> {
        match self {
            Self::Functions => Some("EXECUTE"),
            Self::Types => Some("USAGE"),
            _ => None,
        }
    }
}

impl DefaultPrivileges {
    /// Those that change nothing.
    pub fn new(role: Option<&str>, schema: Option<&str>, class: ObjectClass) -> Self {
        Self {
            role: role.map(str::to_owned),
            schema: schema.map(str::to_owned),
            class,
            granted: BTreeSet::new(),
            revoked: BTreeSet::new(),
        }
    }

    /// What they are called: `FOR ROLE app IN SCHEMA shop ON TABLES`.
    pub fn name(role: Option<&str>, schema: Option<&str>, class: ObjectClass) -> String {
        format!("{}ON {}", scope(role, schema), class.keyword())
    }

    fn adjust(&self, new: &Self) -> Vec<Step> {
        let before = format!("ALTER DEFAULT PRIVILEGES {}", scope(self.role.as_deref(), self.schema.as_deref()));
        let owner = self.role.as_deref().map_or("CURRENT_USER".into(), ident);
        let terms = Terms { before: &before, on: self.class.keyword(), columns: None, owner: &owner };
        adjust(self.held(), new.held(), &terms).into_iter().map(Step::new).collect()
    }

    fn held(&self) -> Held<'_> {
        Held { granted: &self.granted, revoked: &self.revoked }
    }

    fn nothing(&self) -> Self {
        Self::new(self.role.as_deref(), self.schema.as_deref(), self.class)
    }
}

/// With a blank at its end where it is not empty.
fn scope(role: Option<&str>, schema: Option<&str>) -> String {
    let role = role.map(|role| format!("FOR ROLE {} ", ident(role))).unwrap_or_default();
    let schema = schema.map(|schema| format!("IN SCHEMA {} ", ident(schema))).unwrap_or_default();
    format!("{role}{schema}")
}

impl Sql for DefaultPrivileges {
    fn create(&self, _id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        self.nothing().adjust(self)
    }

    fn drop(&self, _id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        self.adjust(&self.nothing())
    }

    fn alter(&self, new: &Self, _id: &ObjectId, _cx: &Context<'_>) -> Alter {
        Alter::InPlace(self.adjust(new))
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        self.schema.iter().map(|schema| ObjectId::global(ObjectKind::Schema, schema)).collect()
    }
}

impl Describe for DefaultPrivileges {
    fn kind(&self) -> ObjectKind {
        ObjectKind::DefaultPrivileges
    }

    fn describe(&self) -> Description {
        vec![("privileges", listing(&self.granted)), ("revoked", listing(&self.revoked))]
    }
}
