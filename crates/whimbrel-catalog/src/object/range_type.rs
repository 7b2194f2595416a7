use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description};
use crate::name::{Name, ident};
use crate::sql::{Alter, Context, Sql, Step};

/// A range type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeType {
    /// The type of its bounds.
    pub subtype: String,
    /// Where it is not the default of the subtype.
    pub operator_class: Option<String>,
    /// Where it is not the subtype's own.
    pub collation: Option<String>,
    /// The function that makes a range canonical.
    pub canonical: Option<Name>,
    /// The function that tells the distance of two bounds, as SQL names it.
    pub difference: Option<String>,
    /// The type of sets of its ranges, where it is not called as PostgreSQL calls it; from PostgreSQL 14 on.
    pub multirange: Option<Name>,
}

/// As SQL writes a name.
fn sql(name: &Name) -> String {
    ObjectId::new(ObjectKind::RangeType, name).sql()
}

impl RangeType {
    /// How PostgreSQL calls the multirange type of a range type: `app.spanmultirange`. Source: `makeMultirangeTypeName`.
    pub fn usual_multirange(range: &Name) -> Name {
        // names are at most 63 bytes
        let cut = |text: &str, bytes: usize| text[..text.floor_char_boundary(bytes)].to_owned();
        let name = match range.name.split_once("range") {
            Some((before, after)) => cut(&format!("{before}multirange{after}"), 63),
            None => format!("{}_multirange", cut(&range.name, 63 - "_multirange".len())),
        };
        Name { schema: range.schema.clone(), name }
    }

    /// The name of its multirange type.
    pub(crate) fn multirange_of(&self, id: &ObjectId) -> Name {
        let name = Name { schema: id.schema.clone(), name: id.name.clone() };
        self.multirange.clone().unwrap_or_else(|| Self::usual_multirange(&name))
    }

    /// The function that makes it canonical, which takes the type itself.
    pub(crate) fn canonical_of(&self, id: &ObjectId) -> Option<ObjectId> {
        let canonical = self.canonical.as_ref()?;
        let name = format!("{}({})", ident(&canonical.name), id.sql());
        Some(ObjectId { kind: ObjectKind::Function, schema: canonical.schema.clone(), on: None, name })
    }

    /// A type without a definition, for the function that the definition needs.
    pub(crate) fn shell(id: &ObjectId) -> Step {
        Step::new(format!("CREATE TYPE {}", id.sql()))
    }
}

impl Sql for RangeType {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut items = vec![format!("SUBTYPE = {}", self.subtype)];
        let mut say = |word: &str, value: Option<String>| items.extend(value.map(|value| format!("{word} = {value}")));
        say("SUBTYPE_OPCLASS", self.operator_class.clone());
        say("COLLATION", self.collation.clone());
        say("CANONICAL", self.canonical.as_ref().map(sql));
        say("SUBTYPE_DIFF", self.difference.clone());
        say("MULTIRANGE_TYPE_NAME", self.multirange.as_ref().map(sql));
        vec![Step::new(format!("CREATE TYPE {} AS RANGE (\n    {}\n)", id.sql(), items.join(",\n    ")))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if (Self { multirange: None, ..self.clone() }) != (Self { multirange: None, ..new.clone() }) {
            return Alter::Beside;
        }
        let (old, new) = (self.multirange_of(id), new.multirange_of(id));
        let mut steps = Vec::new();
        if old.name != new.name {
            steps.push(Step::new(format!("ALTER TYPE {} RENAME TO {}", sql(&old), ident(&new.name))));
        }
        if let Some(schema) = new.schema.as_ref().filter(|_| old.schema != new.schema) {
            let renamed = Name { name: new.name.clone(), ..old };
            steps.push(Step::new(format!("ALTER TYPE {} SET SCHEMA {}", sql(&renamed), ident(schema))));
        }
        Alter::InPlace(steps)
    }
}

impl Describe for RangeType {
    fn kind(&self) -> ObjectKind {
        ObjectKind::RangeType
    }

    fn describe(&self) -> Description {
        vec![
            ("subtype", Some(self.subtype.clone())),
            ("operator class", self.operator_class.clone()),
            ("collation", self.collation.clone()),
            ("canonical", self.canonical.as_ref().map(sql)),
            ("subtype difference", self.difference.clone()),
            ("multirange type", self.multirange.as_ref().map(sql)),
        ]
    }
}
