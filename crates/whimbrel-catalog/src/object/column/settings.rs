//! What neither `CREATE TABLE` nor `ADD COLUMN` says of a column in every version: storage, statistics, options.

use super::super::locks::{blocks_all, relation};
use super::super::parents::has_children;
use super::super::{foreign_options, options};
use super::Column;
use super::data_type::DataType;
use crate::change::ObjectId;
use crate::name::ident;
use crate::sql::{Context, Step};

/// The first version that knows `SET STORAGE DEFAULT`.
const STORAGE_DEFAULT: u32 = 16;

impl Column {
    /// The statements that give back the settings that a change of the type takes away.
    pub(crate) fn settings_again(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let left = Self { storage: None, compression: None, ..self.clone() };
        self.settings_from(&left, id, has_children(id, cx), cx)
    }

    /// The statements that lead from the settings of `old` to these. With `only`, for this table and not for those
    /// that inherit from it: each of these has settings of its own.
    pub(super) fn settings_from(&self, old: &Self, id: &ObjectId, only: bool, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let only = if only { "ONLY " } else { "" };
        let set = |what: String| format!("ALTER TABLE {only}{} ALTER COLUMN {} {what}", id.on_sql(), ident(&id.name));
        let mut steps = Vec::new();
        if self.storage != old.storage {
            let storage = match &self.storage {
                Some(storage) => storage.as_str(),
                None if cx.version >= STORAGE_DEFAULT => "DEFAULT",
                None => usual_storage(&self.data_type, cx),
            };
            steps.push(blocks_all(Step::new(set(format!("SET STORAGE {storage}"))), &table));
        }
        if self.compression != old.compression {
            let method = self.compression.as_deref().unwrap_or("default");
            steps.push(blocks_all(Step::new(set(format!("SET COMPRESSION {method}"))), &table));
        }
        if self.statistics != old.statistics {
            steps.push(Step::new(set(format!("SET STATISTICS {}", self.statistics.unwrap_or(-1)))));
        }
        steps.extend(options::changes(&old.options, &self.options).into_iter().map(|change| Step::new(set(change))));
        if let Some(changes) = foreign_options::altered(&old.foreign_options, &self.foreign_options) {
            let table_sql = id.on_sql();
            let sql = format!("ALTER FOREIGN TABLE {only}{table_sql} ALTER COLUMN {} {changes}", ident(&id.name));
            steps.push(blocks_all(Step::new(sql), &table));
        }
        steps
    }
}

/// The storage that a type has where nothing is said, of those types that can have more than one.
fn usual_storage(data_type: &str, cx: &Context<'_>) -> &'static str {
    let it = DataType::resolved(data_type, cx.after);
    if !it.is_array && ["numeric", "inet", "cidr"].contains(&it.base.as_str()) { "MAIN" } else { "EXTENDED" }
}
