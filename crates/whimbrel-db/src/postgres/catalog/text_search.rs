//! Rows of text search objects, as the model has them.

use std::collections::BTreeMap;

use whimbrel_catalog::{
    ObjectKind, TextSearchConfiguration, TextSearchDictionary, TextSearchParser, TextSearchTemplate, dictionary_options,
};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    pub(super) fn text_search_parser(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let kind = ObjectKind::TextSearchParser;
        let Some(name) = self.learn_name(class::TEXT_SEARCH_PARSER, kind, row)? else { return Ok(()) };
        let parser = TextSearchParser {
            start: row.text()?,
            token: row.text()?,
            end: row.text()?,
            token_types: row.text()?,
            headline: row.optional(),
        };
        self.catalog.text_search_parsers.insert(name, parser);
        Ok(())
    }

    pub(super) fn text_search_template(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let kind = ObjectKind::TextSearchTemplate;
        let Some(name) = self.learn_name(class::TEXT_SEARCH_TEMPLATE, kind, row)? else { return Ok(()) };
        let template = TextSearchTemplate { init: row.optional(), lexize: row.text()? };
        self.catalog.text_search_templates.insert(name, template);
        Ok(())
    }

    pub(super) fn text_search_dictionary(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let kind = ObjectKind::TextSearchDictionary;
        let Some(name) = self.learn_name(class::TEXT_SEARCH_DICTIONARY, kind, row)? else { return Ok(()) };
        let (template, options) = (row.text()?, row.text()?);
        let options = dictionary_options(&options).ok_or_else(|| row.changed())?;
        self.catalog.text_search_dictionaries.insert(name, TextSearchDictionary { template, options });
        Ok(())
    }

    pub(super) fn text_search_configuration(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let kind = ObjectKind::TextSearchConfiguration;
        let Some(name) = self.learn_name(class::TEXT_SEARCH_CONFIGURATION, kind, row)? else { return Ok(()) };
        let parser = row.text()?;
        let empty = TextSearchConfiguration { parser, mappings: BTreeMap::new() };
        let configuration = self.catalog.text_search_configurations.entry(name).or_insert(empty);
        if let Some(token) = row.optional() {
            configuration.mappings.insert(token, row.texts());
        }
        Ok(())
    }
}
