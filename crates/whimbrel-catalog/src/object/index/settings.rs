//! What can be said of an index that is there.

use super::Index;
use super::part::is_partitioned;
use crate::change::{ObjectId, ObjectKind};
use crate::name::ident;
use crate::object::options;
use crate::sql::{Context, HazardKind, Step};

impl Index {
    /// What can be set: storage parameters, tablespace, clustering, statistics.
    pub(super) fn settings(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
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
            None => {
                let table = cx.after.tables.get(&relation)?;
                let keys = table.primary_key.iter().map(|(_, key)| key).chain(table.uniques.values());
                let by_key = keys.into_iter().any(|key| key.clustered);
                ("TABLE", by_key || table.indexes.values().any(|index| index.clustered))
            }
        };
        let action = match (self.clustered, new.clustered) {
            (false, true) => format!("CLUSTER ON {}", ident(&id.name)),
            (true, false) if !another => "SET WITHOUT CLUSTER".to_owned(),
            _ => return None,
        };
        Some(Step::new(format!("ALTER {kind} {} {action}", id.on_sql())))
    }
}

/// PostgreSQL makes the indexes of a column again where its type changes, without what they say of the sampling of
/// expressions: the statements that say it once more.
pub(in crate::object) fn forgotten_statistics(column: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
    let Some(table) = column.relation() else { return Vec::new() };
    let (Some(old), Some(new)) = (cx.before.tables.get(&table), cx.after.tables.get(&table)) else {
        return Vec::new();
    };
    let kept = new.indexes.iter().filter(|(name, index)| old.indexes.get(*name) == Some(index));
    let steps = kept.flat_map(|(name, index)| {
        let id = ObjectId::part(ObjectKind::Index, &table, name);
        let plain = Index { statistics: Default::default(), ..index.clone() };
        plain.settings(index, &id, cx)
    });
    steps.collect()
}
