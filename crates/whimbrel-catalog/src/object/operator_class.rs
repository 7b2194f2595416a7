use super::operator_family::{OperatorMember, facts};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::{Name, ident};
use crate::sql::{Context, Sql, Step};

/// How an access method works with a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorClass {
    /// `integer`
    pub data_type: String,
    /// It is what the type uses when nothing is said.
    pub default: bool,
    /// Name and access method: `ops USING btree`.
    pub family: Name,
    /// The type that is kept in the index, where it is another.
    pub storage: Option<String>,
    /// Operators first, then functions; by number, then types. Without those that belong to the family.
    pub members: Vec<OperatorMember>,
}

impl OperatorClass {
    fn family(&self) -> ObjectId {
        ObjectId::new(ObjectKind::OperatorFamily, &self.family)
    }
}

impl Sql for OperatorClass {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let (name, method) = id.name.split_once(" USING ").unwrap_or((&id.name, "btree"));
        let schema = id.schema.as_ref().map(|schema| format!("{}.", ident(schema))).unwrap_or_default();
        let default = if self.default { "DEFAULT " } else { "" };
        let family = self.family().sql();
        let family = family.split_once(" USING ").map_or(family.as_str(), |(family, _)| family);
        let mut items: Vec<_> = self.members.iter().map(OperatorMember::sql).collect();
        items.extend(self.storage.iter().map(|storage| format!("STORAGE {storage}")));
        if items.is_empty() {
            // one at least is asked for, and this says nothing
            items.push(format!("STORAGE {}", self.data_type));
        }
        vec![Step::new(format!(
            "CREATE OPERATOR CLASS {schema}{name}\n    {default}FOR TYPE {} USING {method} FAMILY {family} AS\n    {}",
            self.data_type,
            items.join(",\n    ")
        ))]
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        vec![self.family()]
    }
}

impl Describe for OperatorClass {
    fn kind(&self) -> ObjectKind {
        ObjectKind::OperatorClass
    }

    fn describe(&self) -> Description {
        let mut facts_of_class = vec![
            ("type", Some(self.data_type.clone())),
            ("default", when(self.default)),
            ("family", Some(self.family().sql())),
            ("storage", self.storage.clone()),
        ];
        facts_of_class.extend(facts(&self.members));
        facts_of_class
    }
}
