//! What objects of every kind can have: owner, comment, privileges, security labels.

mod comment;
mod implied;
mod label;
mod makers;
mod owner;
mod privilege;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use self::implied::implied;
pub use self::privilege::{ALL, Grantee, Privilege};
pub(crate) use self::privilege::{Held, Terms, adjust, listing};
use crate::change::{Fact, ObjectId, ObjectKind};
use crate::describe::Description;
use crate::name::quoted;
use crate::object::{Identity, Object};
use crate::sql::{Context, Step};

/// Owner, comment, privileges and security labels of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `None` where it is one of the roles that made the schema: see [`Catalog::makers`](crate::Catalog::makers). Where
    /// `None` is wanted and another role is the owner, it becomes the role that runs the SQL. Also `None` for what only
    /// a superuser can own and one does, for parts, and for the schema `public` as PostgreSQL makes it.
    pub owner: Option<String>,
    /// `None` for what PostgreSQL itself says of the schema `public`, which is empty where nothing is said, and an
    /// extension's author of the extension.
    pub comment: Option<String>,
    /// Comments on what belongs to the object and is not an object of its own.
    pub part_comments: BTreeMap<Part, String>,
    /// What is granted beyond what a new object of the kind has by itself.
    pub granted: BTreeSet<Privilege>,
    /// What a new object of the kind has by itself and this one has not: `EXECUTE` of a function for `PUBLIC`.
    pub revoked: BTreeSet<Privilege>,
    /// By provider.
    pub labels: BTreeMap<String, String>,
    /// Those of the sequence of an identity column, which is not an object of its own.
    pub sequence: Option<Box<Self>>,
}

/// What can have a comment without being an object of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// An attribute of a composite type.
    Attribute(String),
    /// A constraint of a domain, the NOT NULL constraint of a column, the constraint of a constraint trigger.
    Constraint(String),
    /// The index behind a constraint.
    Index,
}

impl Attributes {
    /// True where there is nothing to say.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// As facts: `owner`, `comment`, `privileges`, `revoked`, `security labels`.
    pub(crate) fn describe(&self) -> Description {
        let sequence = self.sequence.as_ref().map(|sequence| {
            let facts = sequence.describe().into_iter().filter_map(|(name, fact)| Some(format!("{name}: {}", fact?)));
            facts.collect::<Vec<_>>().join("; ")
        });
        let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join("; "));
        vec![
            ("owner", self.owner.clone()),
            ("comment", self.comment.clone()),
            ("comments", list(self.part_comments.iter().map(|(part, text)| format!("{part}: {text}")).collect())),
            ("privileges", listing(&self.granted)),
            ("revoked", listing(&self.revoked)),
            ("sequence", sequence),
            (
                "security labels",
                list(self.labels.iter().map(|(by, label)| format!("{}: {label}", quoted(by))).collect()),
            ),
        ]
    }

    /// What has to change to get from `old` to `new`.
    pub(crate) fn difference(old: &Self, new: &Self) -> Vec<Fact> {
        let facts = old.describe().into_iter().zip(new.describe());
        let facts = facts.filter(|((_, old), (_, new))| old != new);
        facts.map(|((name, old), (_, new))| Fact { name, old, new }).collect()
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Attribute(name) => write!(f, "attribute {}", quoted(name)),
            Self::Constraint(name) => write!(f, "constraint {}", quoted(name)),
            Self::Index => f.write_str("index"),
        }
    }
}

/// The statements that give the object of that id the attributes it has in `cx.after`, where it has `old`.
pub(crate) fn alter(id: &ObjectId, old: &Attributes, cx: &Context<'_>) -> Vec<Step> {
    let plain = Attributes::default();
    let mut old = old.clone();
    let comments = std::mem::take(&mut old.part_comments).into_iter();
    old.part_comments = comments.filter_map(|(part, text)| Some((part_after(id, part, cx)?, text))).collect();
    between(id, &old, cx.after.attributes.get(id).unwrap_or(&plain), cx)
}

/// What the part is called once the object is altered, which takes its comment along; `None` for a part that is gone.
fn part_after(id: &ObjectId, part: Part, cx: &Context<'_>) -> Option<Part> {
    match (cx.before.object(id), cx.after.object(id), part) {
        (_, Some(Object::CompositeType(composite)), Part::Attribute(name)) => {
            composite.attribute(&name).is_some().then_some(Part::Attribute(name))
        }
        (Some(Object::Domain(old)), Some(Object::Domain(new)), Part::Constraint(name)) => {
            old.constraint_after(&name, new, id, cx).map(Part::Constraint)
        }
        // of a column that can have one: its NOT NULL
        (Some(Object::Column(old)), Some(Object::Column(new)), Part::Constraint(_)) => {
            old.not_null_after(new, id).map(Part::Constraint)
        }
        (_, _, part) => Some(part),
    }
}

fn between(id: &ObjectId, old: &Attributes, new: &Attributes, cx: &Context<'_>) -> Vec<Step> {
    // The owner first: whoever owned it loses what was not granted, and is granted it after. Both when all else is done:
    // views and functions run with the rights of their owner, and what is made from them meanwhile needs the rights of
    // who makes it. Not so a sequence, since a column takes only one that has its table's owner.
    let mut rights: Vec<_> = owner::alter(id, old.owner.as_deref(), new.owner.as_deref(), cx).into_iter().collect();
    let is_last = !rights.is_empty() && id.kind != ObjectKind::Sequence;
    rights.extend(privilege::alter(id, old, new, cx));
    rights.iter_mut().for_each(|step| step.is_last = is_last);

    let mut steps = comment::alter(id, old, new);
    steps.extend(label::alter(id, &old.labels, &new.labels));
    steps.extend(rights);
    if old.sequence != new.sequence
        && let Some(sequence) = identity_sequence(id, cx)
    {
        let plain = Attributes::default();
        let [old, new] = [old, new].map(|attributes| attributes.sequence.as_deref().unwrap_or(&plain));
        steps.extend(between(&sequence, old, new, cx));
    }
    steps
}

/// The sequence of an identity column that is wanted.
fn identity_sequence(column: &ObjectId, cx: &Context<'_>) -> Option<ObjectId> {
    let Some(Object::Column(it)) = cx.after.object(column) else { return None };
    let identity = it.identity.as_ref()?;
    let name = identity.name.clone().unwrap_or(Identity::usual_name(&column.relation()?, &column.name));
    Some(ObjectId::new(ObjectKind::Sequence, &name))
}
