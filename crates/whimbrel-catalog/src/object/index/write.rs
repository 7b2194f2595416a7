//! An index as SQL.

use super::part::{is_partitioned, stays};
use super::{Attachment, Index};
use crate::change::ObjectId;
use crate::name::ident;
use crate::object::locks::{relation, scans, shown};
use crate::object::wait::is_there;
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

impl Index {
    fn statement(&self, id: &ObjectId, cx: &Context<'_>) -> String {
        let unique = if self.unique { "UNIQUE " } else { "" };
        let only = if self.is_shell(id, cx) { "ONLY " } else { "" };
        format!("CREATE {unique}INDEX {} ON {only}{} USING {}", ident(&id.name), id.on_sql(), self.tail())
    }

    /// The statement that makes it, and what there is to say afterwards.
    pub(super) fn made(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
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
