use super::{Attachment, Index};
use crate::change::ObjectId;
use crate::name::{Name, ident};
use crate::object::locks::{relation, scans, shown};
use crate::object::wait::is_there;
use crate::object::{Object, options};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

impl Index {
    fn statement(&self, id: &ObjectId, cx: &Context<'_>) -> String {
        let unique = if self.unique { "UNIQUE " } else { "" };
        let only = if self.is_shell(id, cx) { "ONLY " } else { "" };
        format!("CREATE {unique}INDEX {} ON {only}{} USING {}", ident(&id.name), id.on_sql(), self.tail())
    }

    /// The statement that makes it, and what there is to say afterwards.
    fn made(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let step = Step::new(self.statement(id, cx));
        let relation = id.relation().filter(|relation| is_there(cx.before, relation) && !self.is_shell(id, cx));
        let mut steps = vec![match relation {
            None => step,
            Some(relation) => scans(step, &relation).hazard(
                HazardKind::Blocks,
                format!(
                    "writers of {} wait until it is built (with CREATE INDEX CONCURRENTLY they do not)",
                    shown(&relation)
                ),
            ),
        }];
        let plain = Self { clustered: false, replica_identity: false, statistics: Default::default(), ..self.clone() };
        steps.extend(plain.settings(self, id, cx));
        steps
    }

    /// An index of a partitioned table to which those of the partitions are attached one by one.
    fn is_shell(&self, id: &ObjectId, cx: &Context<'_>) -> bool {
        (self.alone.0 || !self.valid) && is_partitioned(id, cx)
    }

    /// What can be set: storage parameters, tablespace, clustering, statistics.
    fn settings(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let alter = |clause: &str| Step::new(format!("ALTER INDEX {} {clause}", id.sql()));
        let mut steps = Vec::new();
        if self.tablespace != new.tablespace {
            let tablespace = new.tablespace.as_deref().unwrap_or("pg_default");
            let step = alter(&format!("SET TABLESPACE {}", ident(tablespace)));
            steps.push(match is_partitioned(id, cx) {
                true => step,
                false => step.hazard(HazardKind::Rewrites, id.short()).stops_all(id, cx),
            });
        }
        let changed =
            self.options.iter().chain(&new.options).filter(|o| !(self.options.contains(o) && new.options.contains(o)));
        // these take effect at the next row that is written, and make nobody wait
        let quiet =
            changed.map(|option| options::name(option)).all(|name| matches!(name, "fillfactor" | "deduplicate_items"));
        let clauses = options::changes(&self.options, &new.options);
        steps.extend(clauses.iter().map(|clause| match quiet {
            true => alter(clause),
            false => alter(clause).stops_all(id, cx),
        }));
        let targets =
            self.statistics.keys().filter(|place| !new.statistics.contains_key(place)).map(|place| (place, &-1));
        for (place, target) in targets.chain(&new.statistics) {
            if self.statistics.get(place) != Some(target) {
                steps.push(alter(&format!("ALTER COLUMN {place} SET STATISTICS {target}")));
            }
        }
        steps.extend(self.clustering(new, id, cx));
        if new.replica_identity && !self.replica_identity {
            let sql = format!("ALTER TABLE ONLY {} REPLICA IDENTITY USING INDEX {}", id.on_sql(), ident(&id.name));
            steps.push(Step::new(sql).stops_all(id, cx));
        }
        steps
    }

    fn clustering(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Step> {
        let relation = id.relation()?;
        let (kind, another) = match cx.after.materialized_views.get(&relation) {
            Some(view) => ("MATERIALIZED VIEW", view.indexes.values().any(|index| index.clustered)),
            None => ("TABLE", cx.after.tables.get(&relation)?.indexes.values().any(|index| index.clustered)),
        };
        let action = match (self.clustered, new.clustered) {
            (false, true) => format!("CLUSTER ON {}", ident(&id.name)),
            (true, false) if !another => "SET WITHOUT CLUSTER".to_owned(),
            _ => return None,
        };
        Some(Step::new(format!("ALTER {kind} {} {action}", id.on_sql())))
    }

    /// Attached to the index that it is to be a part of; nothing happens where it is that already.
    fn attach(attachment: &Attachment, id: &ObjectId) -> Step {
        Step::new(format!("ALTER INDEX {} ATTACH PARTITION {}", attachment.parent().sql(), id.sql()))
    }

    /// The part of an index that has not just the name and properties that PostgreSQL gives it.
    fn made_as_part(&self, attachment: &Attachment, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
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
    fn reattached(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<Vec<Step>> {
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

fn is_partitioned(id: &ObjectId, cx: &Context<'_>) -> bool {
    let table = id.relation().and_then(|table| cx.after.tables.get(&table));
    table.is_some_and(|table| table.partition_key.is_some())
}

/// True for an index that is there before and after, and in between.
fn stays(id: &ObjectId, cx: &Context<'_>) -> bool {
    let replaced = |id: &ObjectId| match (cx.before.object(id), cx.after.object(id)) {
        (Some(old), Some(new)) => old.describe() != new.describe() && matches!(old.alter(&new, id, cx), Alter::Replace),
        _ => true,
    };
    let table = id.relation().map(|table| ObjectId::new(crate::change::ObjectKind::Table, &table));
    !replaced(id) && !table.is_some_and(|table| replaced(&table))
}

fn part_of_index<'a>(id: &ObjectId, cx: &Context<'a>) -> Option<&'a Index> {
    match cx.after.object(id) {
        Some(Object::Index(index)) => Some(index),
        _ => None,
    }
}

impl Sql for Index {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        match &self.attached {
            Some(attachment) => self.made_as_part(attachment, id, cx),
            None if !self.valid && !is_partitioned(id, cx) => Vec::new(),
            None => self.made(id, cx),
        }
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let Some(attachment) = &self.attached else {
            return vec![Step::new(format!("DROP INDEX {}", id.sql())).stops_all(id, cx)];
        };
        // a part goes with the whole or with its table; or another of its name takes its place
        let table = id.relation().and_then(|table| cx.after.tables.get(&table));
        let mut indexes = table.into_iter().flat_map(|table| &table.indexes);
        let other = indexes.find(|(_, index)| {
            index.attached.as_ref().is_some_and(|a| a.follows.0 && a.parent() == attachment.parent())
        });
        let renamed = other.filter(|(name, _)| **name != id.name && stays(&attachment.parent(), cx));
        let renamed = renamed.map(|(name, _)| format!("ALTER INDEX {} RENAME TO {}", id.sql(), ident(name)));
        renamed.map(Step::new).into_iter().collect()
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let made_of = |index: &Self| Self {
            options: Vec::new(),
            tablespace: None,
            valid: true,
            clustered: false,
            replica_identity: false,
            statistics: Default::default(),
            attached: None,
            ..index.clone()
        };
        let follows = |index: &Self| index.attached.as_ref().is_some_and(|attached| attached.follows.0);
        if follows(self) && follows(new) && self.attached == new.attached {
            return Alter::InPlace(Vec::new());
        }
        let partitioned = is_partitioned(id, cx);
        if made_of(self) != made_of(new) || partitioned && self.options != new.options {
            return Alter::Replace;
        }
        let mut steps = Vec::new();
        if self.attached != new.attached {
            match self.reattached(new, id, cx) {
                Some(attach) => steps.extend(attach),
                None => return Alter::Replace,
            }
        }
        match (self.valid, new.valid, partitioned) {
            (true, false, true) => return Alter::Replace,
            (false, true, true) if !new.is_completed(id, cx) => return Alter::Replace,
            (false, true, false) => {
                let step = Step::new(format!("REINDEX INDEX {}", id.sql()));
                let table = relation(id);
                let what = format!("writers of {} wait until it is built, and so do readers", shown(&table));
                steps.push(scans(step, &table).hazard(HazardKind::Blocks, what));
            }
            _ => {}
        }
        steps.extend(self.settings(new, id, cx));
        Alter::InPlace(steps)
    }

    fn needs(&self, _id: &ObjectId) -> Vec<ObjectId> {
        // what follows comes with its table, which must not wait for it
        self.attached.iter().filter(|attached| !attached.follows.0).map(Attachment::parent).collect()
    }

    fn is_inherited(&self) -> bool {
        self.attached.as_ref().is_some_and(|attached| attached.follows.0)
    }
}

impl Index {
    /// True where every part that it lacks is there already or has a statement of its own.
    fn is_completed(&self, id: &ObjectId, cx: &Context<'_>) -> bool {
        let parts = cx.after.tables.iter().flat_map(|(name, table)| table.indexes.iter().map(move |it| (name, it)));
        parts.into_iter().all(|(table, (name, index))| match &index.attached {
            Some(attached) if attached.parent() == *id && attached.follows.0 => {
                cx.before.tables.get(table).is_some_and(|table| table.indexes.contains_key(name))
            }
            _ => true,
        })
    }
}
