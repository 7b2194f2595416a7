//! From one definition of a table to another, without its columns and constraints.

use super::super::locks::{exclusive, relation, rewrites};
use super::super::{foreign_options, options};
use super::Table;
use crate::change::{ObjectId, ObjectKind};
use crate::name::ident;
use crate::sql::{Alter, Context, Step};

/// The first version that can change a table's access method.
const SET_ACCESS_METHOD: u32 = 15;

/// Storage parameters under which PostgreSQL lets nobody in while they change. Source: `relOptions` in `reloptions.c`.
const EXCLUSIVE_OPTIONS: [&str; 1] = ["user_catalog_table"];

impl Table {
    pub(super) fn alter_to(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let server = |table: &Self| table.foreign.as_ref().map(|foreign| foreign.server.clone());
        let stays = (self.strict, self.without_rowid) == (new.strict, new.without_rowid)
            && self.partition_key == new.partition_key
            && self.partition_key_types() == new.partition_key_types()
            && server(self) == server(new)
            && (self.access_method == new.access_method || cx.version >= SET_ACCESS_METHOD);
        if !stays {
            return Alter::Replace;
        }
        let (leave, arrive) = self.place_steps(new, id, cx);
        let mut steps = self.settings(new, id);
        if leave.is_empty() && arrive.is_empty() && self.unlogged != new.unlogged {
            // a table that is logged may not refer to one that is not
            return Alter::Around { steps, refused_by: |dependant| dependant.kind == ObjectKind::ForeignKey };
        }
        if leave.is_empty() && arrive.is_empty() {
            return Alter::InPlace(steps);
        }
        steps.extend(arrive);
        Alter::Moves { leave, arrive: steps }
    }

    fn settings(&self, new: &Self, id: &ObjectId) -> Vec<Step> {
        let table = relation(id);
        let is_partitioned = new.partition_key.is_some();
        let alter = |what: &str| exclusive(format!("ALTER TABLE {} {what}", id.sql()), &table);
        let anew = |step: Step| if is_partitioned { step } else { rewrites(step, &table) };
        let mut steps = Vec::new();
        if self.unlogged != new.unlogged {
            steps.push(anew(alter(if new.unlogged { "SET UNLOGGED" } else { "SET LOGGED" })));
        }
        if self.access_method != new.access_method {
            let usual = if is_partitioned { "DEFAULT" } else { "heap" };
            let method = new.access_method.as_ref().map_or(usual.into(), |method| ident(method));
            steps.push(anew(alter(&format!("SET ACCESS METHOD {method}"))));
        }
        if self.tablespace != new.tablespace {
            let space = ident(new.tablespace.as_deref().unwrap_or("pg_default"));
            steps.push(anew(alter(&format!("SET TABLESPACE {space}"))));
        }
        for change in options::changes(&self.options, &new.options) {
            let all = EXCLUSIVE_OPTIONS.iter().any(|option| change.contains(option));
            let step = alter(&change);
            steps.push(if all { step } else { Step::new(step.sql) });
        }
        if let (Some(old), Some(new)) = (&self.foreign, &new.foreign)
            && let Some(changes) = foreign_options::altered(&old.options, &new.options)
        {
            steps.push(exclusive(format!("ALTER FOREIGN TABLE {} {changes}", id.sql()), &table));
        }
        if self.replica_identity != new.replica_identity {
            let words = new.replica_identity.words();
            steps.extend(words.map(|words| alter(&format!("REPLICA IDENTITY {words}"))));
        }
        if self.row_security != new.row_security {
            let verb = if new.row_security { "ENABLE" } else { "DISABLE" };
            steps.push(alter(&format!("{verb} ROW LEVEL SECURITY")));
        }
        if self.force_row_security != new.force_row_security {
            let verb = if new.force_row_security { "FORCE" } else { "NO FORCE" };
            steps.push(alter(&format!("{verb} ROW LEVEL SECURITY")));
        }
        steps
    }
}
