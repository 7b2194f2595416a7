//! Text search: parsers, templates, dictionaries, configurations.

use std::collections::BTreeMap;

use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::ident;
use crate::sql::{Alter, Context, Sql, Step};

/// What cuts a text into tokens. All are functions as SQL names them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TextSearchParser {
    pub start: String,
    pub token: String,
    pub end: String,
    pub token_types: String,
    pub headline: Option<String>,
}

/// What dictionaries are made from. Functions as SQL names them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TextSearchTemplate {
    pub init: Option<String>,
    pub lexize: String,
}

/// What turns tokens into lexemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSearchDictionary {
    /// As SQL names it.
    pub template: String,
    /// By name, each as SQL writes it: `'english'`, `3`.
    pub options: BTreeMap<String, String>,
}

/// Which dictionaries the tokens of a parser go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSearchConfiguration {
    /// As SQL names it.
    pub parser: String,
    /// By type of token: the dictionaries, in their order, as SQL names them.
    pub mappings: BTreeMap<String, Vec<String>>,
}

impl Sql for TextSearchParser {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let items = self.describe().into_iter().filter_map(|(name, value)| {
            let word = match name {
                "token" => "GETTOKEN".to_owned(),
                "token types" => "LEXTYPES".to_owned(),
                name => name.to_uppercase(),
            };
            Some(format!("{word} = {}", value?))
        });
        let items: Vec<_> = items.collect();
        vec![Step::new(format!("CREATE TEXT SEARCH PARSER {} (\n    {}\n)", id.sql(), items.join(",\n    ")))]
    }
}

impl Describe for TextSearchParser {
    fn kind(&self) -> ObjectKind {
        ObjectKind::TextSearchParser
    }

    fn describe(&self) -> Description {
        vec![
            ("start", Some(self.start.clone())),
            ("token", Some(self.token.clone())),
            ("end", Some(self.end.clone())),
            ("token types", Some(self.token_types.clone())),
            ("headline", self.headline.clone()),
        ]
    }
}

impl Sql for TextSearchTemplate {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let init = self.init.as_ref().map(|init| format!("INIT = {init}, ")).unwrap_or_default();
        vec![Step::new(format!("CREATE TEXT SEARCH TEMPLATE {} ({init}LEXIZE = {})", id.sql(), self.lexize))]
    }
}

impl Describe for TextSearchTemplate {
    fn kind(&self) -> ObjectKind {
        ObjectKind::TextSearchTemplate
    }

    fn describe(&self) -> Description {
        vec![("init", self.init.clone()), ("lexize", Some(self.lexize.clone()))]
    }
}

fn option((name, value): (&String, &String)) -> String {
    format!("{} = {value}", ident(name))
}

impl Sql for TextSearchDictionary {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut items = vec![format!("TEMPLATE = {}", self.template)];
        items.extend(self.options.iter().map(option));
        vec![Step::new(format!("CREATE TEXT SEARCH DICTIONARY {} (\n    {}\n)", id.sql(), items.join(",\n    ")))]
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if self.template != new.template {
            return Alter::Replace;
        }
        let gone = self.options.keys().filter(|name| !new.options.contains_key(*name));
        let mut items: Vec<_> = gone.map(|name| ident(name).into_owned()).collect();
        items.extend(new.options.iter().filter(|(name, value)| self.options.get(*name) != Some(value)).map(option));
        Alter::InPlace(vec![Step::new(format!("ALTER TEXT SEARCH DICTIONARY {} ({})", id.sql(), items.join(", ")))])
    }
}

impl Describe for TextSearchDictionary {
    fn kind(&self) -> ObjectKind {
        ObjectKind::TextSearchDictionary
    }

    fn describe(&self) -> Description {
        let options: Vec<_> = self.options.iter().map(option).collect();
        vec![("template", Some(self.template.clone())), ("options", list(&options))]
    }
}

impl TextSearchConfiguration {
    /// `ADD MAPPING` or `ALTER MAPPING` for these tokens, those with the same dictionaries together.
    fn map<'a>(
        &self,
        word: &str,
        tokens: impl Iterator<Item = (&'a String, &'a Vec<String>)>,
        id: &ObjectId,
    ) -> Vec<Step> {
        let mut groups: Vec<(&Vec<String>, Vec<String>)> = Vec::new();
        for (token, dictionaries) in tokens {
            let token = ident(token).into_owned();
            match groups.iter_mut().find(|(same, _)| *same == dictionaries) {
                Some((_, tokens)) => tokens.push(token),
                None => groups.push((dictionaries, vec![token])),
            }
        }
        let step = |(dictionaries, tokens): (&Vec<String>, Vec<String>)| {
            let (tokens, dictionaries) = (tokens.join(", "), dictionaries.join(", "));
            let alter = format!("ALTER TEXT SEARCH CONFIGURATION {}", id.sql());
            Step::new(format!("{alter}\n    {word} MAPPING FOR {tokens}\n    WITH {dictionaries}"))
        };
        groups.into_iter().map(step).collect()
    }
}

impl Sql for TextSearchConfiguration {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let create = format!("CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})", id.sql(), self.parser);
        let mut steps = vec![Step::new(create)];
        steps.extend(self.map("ADD", self.mappings.iter(), id));
        steps
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if self.parser != new.parser {
            return Alter::Replace;
        }
        let gone = self.mappings.keys().filter(|token| !new.mappings.contains_key(*token));
        let gone: Vec<_> = gone.map(|token| ident(token).into_owned()).collect();
        let mut steps = Vec::new();
        if !gone.is_empty() {
            let alter = format!("ALTER TEXT SEARCH CONFIGURATION {}", id.sql());
            steps.push(Step::new(format!("{alter}\n    DROP MAPPING FOR {}", gone.join(", "))));
        }
        let changed = new.mappings.iter().filter(|(token, with)| self.mappings.get(*token).is_some_and(|w| w != *with));
        steps.extend(self.map("ALTER", changed, id));
        steps.extend(self.map("ADD", new.mappings.iter().filter(|(token, _)| !self.mappings.contains_key(*token)), id));
        Alter::InPlace(steps)
    }
}

impl Describe for TextSearchConfiguration {
    fn kind(&self) -> ObjectKind {
        ObjectKind::TextSearchConfiguration
    }

    fn describe(&self) -> Description {
        let mapping = |(token, with): (&String, &Vec<String>)| format!("{}: {}", ident(token), with.join(", "));
        let mappings: Vec<_> = self.mappings.iter().map(mapping).collect();
        vec![("parser", Some(self.parser.clone())), ("mappings", (!mappings.is_empty()).then(|| mappings.join("; ")))]
    }
}

/// The options of a dictionary as PostgreSQL keeps them: `stopwords = 'english', accept = E'a\\b', number = 3`.
///
/// `None` where the text is otherwise.
pub fn dictionary_options(text: &str) -> Option<BTreeMap<String, String>> {
    let mut options = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = word(rest)?;
        let (value, after) = word(after.trim_start().strip_prefix('=')?.trim_start())?;
        let name = match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            Some(quoted) => quoted.replace("\"\"", "\""),
            None => name.to_owned(),
        };
        options.insert(name, value.to_owned());
        rest = after.trim_start();
        if !rest.is_empty() {
            rest = rest.strip_prefix(',')?.trim_start();
        }
    }
    Some(options)
}

/// The first word of the text, which may have quotes around it, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let start = usize::from(text.starts_with("E'"));
    let end = match text[start..].chars().next()? {
        quote @ ('"' | '\'') => {
            let mut chars = text.char_indices().skip(start + 1).peekable();
            loop {
                let (i, c) = chars.next()?;
                let doubled = chars.peek().is_some_and(|(_, next)| *next == quote);
                match c == quote {
                    true if doubled => drop(chars.next()),
                    true => break i + 1,
                    false => {}
                }
            }
        }
        _ => text.find([' ', ',', '=']).unwrap_or(text.len()),
    };
    (end > 0).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_a_dictionary_are_taken_apart() {
        let options =
            dictionary_options(r#"language = 'it''s, so', "Odd""" = E'a\\b''c', n = 3"#).expect("well-formed");
        let options: Vec<_> = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(options, [("Odd\"", r"E'a\\b''c'"), ("language", "'it''s, so'"), ("n", "3")]);
        assert_eq!(dictionary_options(""), Some(BTreeMap::new()));
        assert_eq!(dictionary_options("a"), None);
        assert_eq!(dictionary_options("a = 'b"), None);
    }
}
