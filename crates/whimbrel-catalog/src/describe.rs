//! How an object kind tells what it is, as named facts.

use crate::change::{Action, Change, Fact, ObjectId, ObjectKind};
use crate::name::quoted;
use crate::object::conceal;

/// A fact's name and its value, `None` where it is not set.
pub(crate) type Description = Vec<(&'static str, Option<String>)>;

/// An object kind that can be compared.
///
/// Two values that differ must differ in a fact: equality decides whether there is a change, facts say which.
pub(crate) trait Describe: PartialEq {
    /// Its kind.
    fn kind(&self) -> ObjectKind;

    /// Every property that is compared, in a fixed order: the same names for every value of the type.
    fn describe(&self) -> Description;
}

/// `yes` where it is so, nothing where it is not: for what is rather the exception.
pub(crate) fn when(set: bool) -> Option<String> {
    set.then(|| "yes".to_owned())
}

/// `yes` or `no`: for what a reader wants to be told either way.
pub(crate) fn yes_no(set: bool) -> Option<String> {
    Some(if set { "yes" } else { "no" }.to_owned())
}

/// The items separated by commas, nothing where there are none.
pub(crate) fn list(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(", "))
}

/// As [`list`], of names: in quotes where they need them, so that `"a, b"` is not `a, b`.
pub(crate) fn name_list(names: &[String]) -> Option<String> {
    let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Two values that are known to differ, as they are shown.
fn fact(name: &'static str, mut old: Option<String>, mut new: Option<String>) -> Fact {
    conceal(&mut old, &mut new);
    Fact { name, old, new }
}

pub(crate) fn created(object: ObjectId, it: &impl Describe) -> Change {
    let facts = it.describe().into_iter().filter(|(_, value)| value.is_some());
    let facts = facts.map(|(name, new)| fact(name, None, new)).collect();
    Change { object, action: Action::Created, facts }
}

pub(crate) fn dropped(object: ObjectId, it: &impl Describe) -> Change {
    let facts = it.describe().into_iter().filter(|(_, value)| value.is_some());
    let facts = facts.map(|(name, old)| fact(name, old, None)).collect();
    Change { object, action: Action::Dropped, facts }
}

/// `before` and `after` differ.
pub(crate) fn altered<T: Describe>(object: ObjectId, before: &T, after: &T) -> Change {
    let facts: Vec<_> = (before.describe().into_iter().zip(after.describe()))
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| fact(name, old, new))
        .collect();
    debug_assert!(!facts.is_empty(), "{object:?} differs in something that it does not describe");
    Change { object, action: Action::Altered, facts }
}
