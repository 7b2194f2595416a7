use std::fmt;

use crate::change::ObjectKind;
use crate::describe::{Describe, Description, when};
use crate::sql::Sql;

/// How a sequence counts. Numbers are as the database writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SequenceOptions {
    /// `bigint`, `integer` or `smallint`
    pub data_type: String,
    pub start: i64,
    pub increment: i64,
    pub minimum: i64,
    pub maximum: i64,
    pub cache: i64,
    pub cycle: bool,
}

/// A sequence that somebody made, or that came with `serial`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// How it counts.
    pub options: SequenceOptions,
    /// The column that it goes away with: `public.users.id`.
    pub owned_by: Option<String>,
    #[allow(missing_docs)]
    pub unlogged: bool,
}

impl SequenceOptions {
    /// The options that a sequence over `data_type` has when nothing is said.
    pub fn of_type(data_type: &str) -> Self {
        let maximum = match data_type {
            "smallint" => i64::from(i16::MAX),
            "integer" => i64::from(i32::MAX),
            _ => i64::MAX,
        };
        Self { data_type: data_type.to_owned(), start: 1, increment: 1, minimum: 1, maximum, cache: 1, cycle: false }
    }
}

impl fmt::Display for SequenceOptions {
    /// What differs from the options of its type, as SQL: `INCREMENT BY 2 START WITH 10`; empty where nothing does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = Self::of_type(&self.data_type);
        let mut words = Vec::new();
        let mut say = |word: &str, value: i64, usual: i64| {
            if value != usual {
                words.push(format!("{word} {value}"));
            }
        };
        say("INCREMENT BY", self.increment, plain.increment);
        say("MINVALUE", self.minimum, plain.minimum);
        say("MAXVALUE", self.maximum, plain.maximum);
        say("START WITH", self.start, plain.start);
        say("CACHE", self.cache, plain.cache);
        if self.cycle {
            words.push("CYCLE".to_owned());
        }
        f.write_str(&words.join(" "))
    }
}

impl Sql for Sequence {}

impl Describe for Sequence {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Sequence
    }

    fn describe(&self) -> Description {
        let it = &self.options;
        vec![
            ("type", Some(it.data_type.clone())),
            ("start", Some(it.start.to_string())),
            ("increment", Some(it.increment.to_string())),
            ("minimum", Some(it.minimum.to_string())),
            ("maximum", Some(it.maximum.to_string())),
            ("cache", Some(it.cache.to_string())),
            ("cycle", when(it.cycle)),
            ("owned by", self.owned_by.clone()),
            ("unlogged", when(self.unlogged)),
        ]
    }
}
