use std::collections::BTreeMap;

use super::view::column_list;
use super::{Index, ViewColumn, options};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, yes_no};
use crate::name::ident;
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

/// A materialized view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MaterializedView {
    /// Its query, without a semicolon.
    pub definition: String,
    /// Where it is not `heap`.
    pub access_method: Option<String>,
    /// Storage parameters, those of its TOAST table with `toast.` in front.
    pub options: Vec<String>,
    /// Where it is not the database's.
    pub tablespace: Option<String>,
    /// False for `WITH NO DATA`: it cannot be read until it is refreshed.
    pub populated: bool,
    /// In order.
    pub columns: Vec<ViewColumn>,
    /// How columns are stored and analysed, by name, of those where something was set.
    pub settings: BTreeMap<String, ColumnSettings>,
    #[allow(missing_docs)]
    pub indexes: BTreeMap<String, Index>,
}

/// How a column of a materialized view is stored and analysed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnSettings {
    /// `SET STATISTICS`
    pub statistics: Option<i32>,
    /// `EXTERNAL`; where it is not the type's own.
    pub storage: Option<String>,
    /// `lz4`
    pub compression: Option<String>,
    /// Such as `n_distinct=-0.5`.
    pub options: Vec<String>,
}

impl ColumnSettings {
    /// `SET STATISTICS 100`, …; `None` where there is no statement to go back.
    fn changes(&self, new: &Self) -> Option<Vec<String>> {
        let mut actions = Vec::new();
        if self.statistics != new.statistics {
            actions.push(format!("SET STATISTICS {}", new.statistics.unwrap_or(-1)));
        }
        if self.storage != new.storage {
            actions.push(format!("SET STORAGE {}", new.storage.as_ref()?));
        }
        if self.compression != new.compression {
            actions.push(format!("SET COMPRESSION {}", new.compression.as_deref().unwrap_or("default")));
        }
        actions.extend(options::changes(&self.options, &new.options));
        Some(actions)
    }

    fn words(&self) -> String {
        self.changes_from_nothing().join(", ")
    }

    fn changes_from_nothing(&self) -> Vec<String> {
        Self::default().changes(self).unwrap_or_default()
    }
}

impl MaterializedView {
    /// The query is run, and what it reads is read, where it is filled.
    fn filled(&self, step: Step, id: &ObjectId, cx: &Context<'_>) -> Step {
        if self.populated && !cx.before.tables.is_empty() {
            step.hazard(HazardKind::Scans, format!("the query of {} runs to fill it", id.short()))
        } else {
            step
        }
    }

    /// Statements that begin with `ALTER MATERIALIZED VIEW name`; `None` where one of the settings cannot be taken back.
    fn settings_from(&self, before: &BTreeMap<String, ColumnSettings>) -> Option<Vec<String>> {
        let none = ColumnSettings::default();
        let mut clauses = Vec::new();
        for column in &self.columns {
            let old = before.get(&column.name).unwrap_or(&none);
            let new = self.settings.get(&column.name).unwrap_or(&none);
            let actions = old.changes(new)?.into_iter();
            clauses.extend(actions.map(|action| format!("ALTER COLUMN {} {action}", ident(&column.name))));
        }
        Some(clauses)
    }
}

impl Sql for MaterializedView {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut head = format!("CREATE MATERIALIZED VIEW {}", id.sql());
        if let Some(method) = &self.access_method {
            head.push_str(&format!(" USING {}", ident(method)));
        }
        if !self.options.is_empty() {
            head.push_str(&format!("\n  {}", options::clause("WITH", &self.options)));
        }
        if let Some(tablespace) = &self.tablespace {
            head.push_str(&format!("\n  TABLESPACE {}", ident(tablespace)));
        }
        let data = if self.populated { "" } else { "\n  WITH NO DATA" };
        let sql = format!("{head} AS\n{}{data}", self.definition);
        let mut steps = vec![self.filled(Step::new(sql), id, cx)];
        let settings = self.settings_from(&BTreeMap::new()).unwrap_or_default();
        steps.extend(settings.iter().map(|clause| Step::new(format!("ALTER MATERIALIZED VIEW {} {clause}", id.sql()))));
        steps
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(format!("DROP MATERIALIZED VIEW {}", id.sql())).stops_all(id, cx)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let same_method = self.access_method == new.access_method || cx.version >= 15;
        if self.definition != new.definition || self.columns != new.columns || !same_method {
            return Alter::Replace;
        }
        let Some(settings) = new.settings_from(&self.settings) else { return Alter::Replace };
        let alter = |clause: &str| Step::new(format!("ALTER MATERIALIZED VIEW {} {clause}", id.sql()));
        let rewrites = |step: Step| step.hazard(HazardKind::Rewrites, id.short()).stops_all(id, cx);
        let mut steps = Vec::new();
        if self.access_method != new.access_method {
            let method = new.access_method.as_deref().unwrap_or("heap");
            steps.push(rewrites(alter(&format!("SET ACCESS METHOD {}", ident(method)))));
        }
        if self.tablespace != new.tablespace {
            let tablespace = new.tablespace.as_deref().unwrap_or("pg_default");
            steps.push(rewrites(alter(&format!("SET TABLESPACE {}", ident(tablespace)))));
        }
        steps.extend(options::changes(&self.options, &new.options).iter().map(|clause| alter(clause)));
        steps.extend(settings.iter().map(|clause| alter(clause)));
        if self.populated != new.populated {
            let data = if new.populated { "" } else { " WITH NO DATA" };
            let step = Step::new(format!("REFRESH MATERIALIZED VIEW {}{data}", id.sql())).stops_all(id, cx);
            steps.push(match new.populated {
                true => new.filled(step, id, cx),
                false => {
                    step.hazard(HazardKind::Blocks, format!("{} cannot be read until it is refreshed", id.short()))
                }
            });
        }
        Alter::InPlace(steps)
    }
}

impl Describe for MaterializedView {
    fn kind(&self) -> ObjectKind {
        ObjectKind::MaterializedView
    }

    fn describe(&self) -> Description {
        let settings = self.settings.iter().map(|(name, settings)| format!("{} {}", ident(name), settings.words()));
        vec![
            ("columns", column_list(&self.columns)),
            ("access method", self.access_method.clone()),
            ("options", list(&self.options)),
            ("tablespace", self.tablespace.clone()),
            ("column settings", list(&settings.collect::<Vec<_>>())),
            ("populated", yes_no(self.populated)),
            ("definition", Some(self.definition.clone())),
        ]
    }
}
