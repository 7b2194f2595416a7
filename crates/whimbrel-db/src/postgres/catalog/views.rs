//! Rows of views and materialized views, as the model has them. Their columns are read with those of tables.

use whimbrel_catalog::{ColumnSettings, MaterializedView, Name, ObjectId, ObjectKind, View, normal};

use super::cells::Cells;
use super::parts::without_semicolon;
use super::relations::Relation;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    pub(super) fn view(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let (oid, name) = (row.number()?, Name::in_schema(row.text()?, row.text()?));
        let kept = !self.ignores_table(&name);
        self.relations.insert(oid, Relation::new(name.clone(), kept));
        let (materialized, rule) = (row.flag()?, row.optional());
        let (definition, mut options, toast_options) =
            (without_semicolon(normal::query(&row.expression()?).into_owned()), row.texts(), row.texts());
        if !kept {
            return Ok(());
        }
        let kind = if materialized { ObjectKind::MaterializedView } else { ObjectKind::View };
        let id = ObjectId::new(kind, &name);
        if let Some(rule) = rule.and_then(|rule| rule.parse().ok()) {
            self.learn(class::RULE, rule, id.clone());
        }
        self.learn(class::RELATION, oid, id);
        if materialized {
            options.extend(toast_options);
            let view = MaterializedView {
                definition,
                options,
                populated: row.flag()?,
                access_method: row.optional(),
                tablespace: row.optional(),
                ..MaterializedView::default()
            };
            self.catalog.materialized_views.insert(name, view);
        } else {
            // it is written behind the query, so its place among the options says nothing
            options.sort_by_key(|option| option.starts_with("check_option="));
            self.catalog.views.insert(name, View { definition, options, ..View::default() });
        }
        Ok(())
    }

    pub(super) fn materialized_view_column(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let Some(relation) = self.relation_name(row)? else { return Ok(()) };
        let name = row.text()?;
        let statistics = row.optional().map(|target| target.parse().map_err(|_| row.changed())).transpose()?;
        let storage = row.optional().map(|letter| storage(&letter).to_owned());
        let compression = row.optional().map(|letter| if letter == "l" { "lz4" } else { "pglz" }.to_owned());
        let settings = ColumnSettings { statistics, storage, compression, options: row.texts() };
        if let Some(view) = self.catalog.materialized_views.get_mut(&relation) {
            view.settings.insert(name, settings);
        }
        Ok(())
    }
}

fn storage(letter: &str) -> &'static str {
    match letter {
        "p" => "PLAIN",
        "e" => "EXTERNAL",
        "m" => "MAIN",
        _ => "EXTENDED",
    }
}
