use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, when};
use crate::name::Name;
use crate::sql::{Alter, Context, Sql, Step};

/// An operator. Its name ends in the types of its operands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// `integer`; `None` for an operator before its operand.
    pub left: Option<String>,
    /// `None` for an operator behind its operand, which PostgreSQL 13 was the last to have.
    pub right: Option<String>,
    /// Its function, as SQL names it.
    pub function: String,
    /// Name and operand types of the operator that means the same with its operands exchanged.
    pub commutator: Option<Name>,
    /// Name and operand types of the operator that means the opposite.
    pub negator: Option<Name>,
    /// The function that estimates how many rows it holds for.
    pub restrict: Option<String>,
    /// The function that estimates how many pairs of rows it holds for.
    pub join: Option<String>,
    /// It can be used by hash joins.
    pub hashes: bool,
    /// It can be used by merge joins.
    pub merges: bool,
}

/// `app.===` of `===(integer, text)` in `app`.
fn bare(name: &Name) -> String {
    let symbol = name.name.split_once(" (").map_or(name.name.as_str(), |(symbol, _)| symbol);
    match &name.schema {
        Some(schema) => format!("{}.{symbol}", crate::name::ident(schema)),
        None => symbol.to_owned(),
    }
}

/// `OPERATOR(app.===)`
fn reference(name: &Name) -> String {
    format!("OPERATOR({})", bare(name))
}

/// `app.=== (integer, integer)`
fn shown(name: &Name) -> String {
    ObjectId::new(ObjectKind::Operator, name).sql()
}

impl Operator {
    /// True where the other operator gets or loses its link to this one by itself: PostgreSQL links both when the
    /// second of them is created, and unlinks the one that stays when the other is dropped.
    fn follows(&self, old: Option<&Name>, new: Option<&Name>, id: &ObjectId, cx: &Context<'_>) -> bool {
        let points_back = |other: &Name| {
            let this = Name { schema: id.schema.clone(), name: id.name.clone() };
            let other = cx.after.operators.get(other);
            other.is_some_and(|o| o.commutator.as_ref() == Some(&this) || o.negator.as_ref() == Some(&this))
        };
        match (old, new) {
            (old, new) if old == new => true,
            (None, Some(new)) => !cx.before.operators.contains_key(new) && points_back(new),
            (Some(old), None) => cx.before.operators.contains_key(old) && !cx.after.operators.contains_key(old),
            _ => false,
        }
    }

    /// What `ALTER OPERATOR … SET` can say from PostgreSQL 17 on: each of these can be given, and never be taken away.
    fn given(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<String>> {
        let mut items = Vec::new();
        for (word, old, new) in
            [("COMMUTATOR", &self.commutator, &new.commutator), ("NEGATOR", &self.negator, &new.negator)]
        {
            match (old, new) {
                _ if self.follows(old.as_ref(), new.as_ref(), id, cx) => {}
                (None, Some(new)) => items.push(format!("{word} = {}", reference(new))),
                _ => return None,
            }
        }
        for (word, old, new) in [("HASHES", self.hashes, new.hashes), ("MERGES", self.merges, new.merges)] {
            match (old, new) {
                (false, true) => items.push(word.to_owned()),
                (true, false) => return None,
                _ => {}
            }
        }
        (items.is_empty() || cx.version >= 17).then_some(items)
    }
}

impl Sql for Operator {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut items = vec![format!("FUNCTION = {}", self.function)];
        let mut say = |word: &str, value: Option<String>| items.extend(value.map(|value| format!("{word} = {value}")));
        say("LEFTARG", self.left.clone());
        say("RIGHTARG", self.right.clone());
        say("COMMUTATOR", self.commutator.as_ref().map(reference));
        say("NEGATOR", self.negator.as_ref().map(reference));
        say("RESTRICT", self.restrict.clone());
        say("JOIN", self.join.clone());
        items.extend(self.hashes.then(|| "HASHES".to_owned()));
        items.extend(self.merges.then(|| "MERGES".to_owned()));
        let name = bare(&Name { schema: id.schema.clone(), name: id.name.clone() });
        vec![Step::new(format!("CREATE OPERATOR {name} (\n    {}\n)", items.join(",\n    ")))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        if (&self.left, &self.right, &self.function) != (&new.left, &new.right, &new.function) {
            return Alter::Replace;
        }
        let mut items = Vec::new();
        for (word, old, new) in [("RESTRICT", &self.restrict, &new.restrict), ("JOIN", &self.join, &new.join)] {
            if old != new {
                items.push(format!("{word} = {}", new.as_deref().unwrap_or("NONE")));
            }
        }
        match self.given(new, id, cx) {
            Some(given) => items.extend(given),
            None => return Alter::Replace,
        }
        if items.is_empty() {
            return Alter::InPlace(Vec::new());
        }
        Alter::InPlace(vec![Step::new(format!("ALTER OPERATOR {} SET ({})", id.sql(), items.join(", ")))])
    }
}

impl Describe for Operator {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Operator
    }

    fn describe(&self) -> Description {
        vec![
            ("left operand", self.left.clone()),
            ("right operand", self.right.clone()),
            ("function", Some(self.function.clone())),
            ("commutator", self.commutator.as_ref().map(shown)),
            ("negator", self.negator.as_ref().map(shown)),
            ("restriction estimate", self.restrict.clone()),
            ("join estimate", self.join.clone()),
            ("hash joins", when(self.hashes)),
            ("merge joins", when(self.merges)),
        ]
    }
}
