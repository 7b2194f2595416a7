//! The index of a partition as a part of that of its partitioned table: made, attached, renamed.

use super::{Attachment, Index};
use crate::change::{ObjectId, ObjectKind};
use crate::name::{Name, ident};
use crate::object::Object;
use crate::sql::{Alter, Context, Step};

impl Index {
    /// Attached to the index that it is to be a part of; nothing happens where it is that already.
    fn attach(attachment: &Attachment, id: &ObjectId) -> Step {
        Step::new(format!("ALTER INDEX {} ATTACH PARTITION {}", attachment.parent().sql(), id.sql()))
    }

    /// The part of an index that has not just the name and properties that PostgreSQL gives it.
    pub(super) fn made_as_part(&self, attachment: &Attachment, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let there = counterpart(attachment, id, cx);
        let renamed = |from: &str| {
            let from = ObjectId { name: from.to_owned(), ..id.clone() };
            (from != *id).then(|| Step::new(format!("ALTER INDEX {} RENAME TO {}", from.sql(), ident(&id.name))))
        };
        let automatic = &attachment.automatic.0;
        match there {
            Counterpart::Other(name, other) => renamed(&name).into_iter().chain(other.settings(self, id, cx)).collect(),
            Counterpart::Automatic => {
                let like = part_of_index(&attachment.parent(), cx).unwrap_or(self);
                renamed(automatic).into_iter().chain(like.settings(self, id, cx)).collect()
            }
            Counterpart::None => {
                let mut steps = self.made(id, cx);
                steps.insert(1, Self::attach(attachment, id));
                steps
            }
        }
    }

    /// How it goes from being a part of one index, or of none, to being a part of another; `None` where it cannot.
    pub(super) fn reattached(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<Step>> {
        if let Some(old) = &self.attached {
            // it would go with what it is a part of, and only detaching the table detaches it
            if !stays(&old.parent(), cx) || is_partition_of(id, &old.table, cx, After) {
                return None;
            }
        }
        let Some(attachment) = &new.attached else { return Some(Vec::new()) };
        let parent = part_of_index(&attachment.parent(), cx);
        let was_left_out = stays(&attachment.parent(), cx) && is_partition_of(id, &attachment.table, cx, Before);
        let by_statement = was_left_out || parent.is_some_and(|parent| parent.alone.0);
        Some(by_statement.then(|| Self::attach(attachment, id)).into_iter().collect())
    }

    /// True where every part that it lacks is there already or has a statement of its own.
    pub(super) fn is_completed(&self, id: &ObjectId, cx: &Context<'_>) -> bool {
        let parts = cx.after.tables.iter().flat_map(|(name, table)| table.indexes.iter().map(move |it| (name, it)));
        parts.into_iter().all(|(table, (name, index))| match &index.attached {
            Some(attached) if attached.parent() == *id && attached.follows.0 => {
                cx.before.tables.get(table).is_some_and(|table| table.indexes.contains_key(name))
            }
            _ => true,
        })
    }
}

/// What is there of an index when one of its parts is to be made.
enum Counterpart<'a> {
    /// The partition has the part already, under this name.
    Other(String, &'a Index),
    /// PostgreSQL has made it with the partition.
    Automatic,
    /// Nothing yet.
    None,
}

fn counterpart<'a>(attachment: &Attachment, id: &ObjectId, cx: &Context<'a>) -> Counterpart<'a> {
    if !stays(&attachment.parent(), cx) {
        return Counterpart::None;
    }
    if !is_partition_of(id, &attachment.table, cx, Before) {
        return Counterpart::Automatic;
    }
    let table = id.relation().and_then(|table| cx.before.tables.get(&table));
    let mut indexes = table.into_iter().flat_map(|table| &table.indexes);
    let found = indexes.find(|(_, index)| index.attached.as_ref().is_some_and(|a| a.parent() == attachment.parent()));
    match found {
        // the partition is made anew, or this would be altered
        Some((name, _)) if *name == id.name => Counterpart::Automatic,
        Some((name, index)) => Counterpart::Other(name.clone(), index),
        None => Counterpart::None,
    }
}

use Side::{After, Before};

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

fn is_partition_of(id: &ObjectId, parent: &Name, cx: &Context<'_>, side: Side) -> bool {
    let catalog = if side == Before { cx.before } else { cx.after };
    let table = id.relation().and_then(|table| catalog.tables.get(&table));
    table.and_then(|table| table.partition_of.as_ref()).is_some_and(|partition| partition.parent == *parent)
}

pub(super) fn is_partitioned(id: &ObjectId, cx: &Context<'_>) -> bool {
    let table = id.relation().and_then(|table| cx.after.tables.get(&table));
    table.is_some_and(|table| table.partition_key.is_some())
}

/// True for an index that is there before and after, and in between.
pub(super) fn stays(id: &ObjectId, cx: &Context<'_>) -> bool {
    let replaced = |id: &ObjectId| match (cx.before.object(id), cx.after.object(id)) {
        (Some(old), Some(new)) => old.describe() != new.describe() && matches!(old.alter(&new, id, cx), Alter::Replace),
        _ => true,
    };
    let table = id.relation().map(|table| ObjectId::new(ObjectKind::Table, &table));
    !replaced(id) && !table.is_some_and(|table| replaced(&table))
}

fn part_of_index<'a>(id: &ObjectId, cx: &Context<'a>) -> Option<&'a Index> {
    match cx.after.object(id) {
        Some(Object::Index(index)) => Some(index),
        _ => None,
    }
}
