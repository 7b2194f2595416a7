use crate::change::ObjectKind;
use crate::describe::{Describe, Description, name_list, when, yes_no};
use crate::name::Name;
use crate::sql::Sql;

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ForeignKey {
    /// In order.
    pub columns: Vec<String>,
    /// The table it points to.
    pub references: Name,
    /// Its columns, in the order of `columns`; empty in SQLite where they are the primary key, unsaid.
    pub referenced_columns: Vec<String>,
    /// `MATCH FULL`, else `MATCH SIMPLE`.
    pub match_full: bool,
    pub on_update: KeyAction,
    pub on_delete: KeyAction,
    /// Of `ON DELETE SET NULL (…)` or `SET DEFAULT (…)`; empty where it is all columns.
    pub on_delete_columns: Vec<String>,
    /// The last column is a `PERIOD`.
    pub period: bool,
    pub deferrable: bool,
    pub initially_deferred: bool,
    /// False for `NOT VALID`: rows that were there before were not checked.
    pub validated: bool,
    /// False for `NOT ENFORCED`.
    pub enforced: bool,
}

/// What happens to the rows that point to a row that goes or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum KeyAction {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl KeyAction {
    /// As SQL writes it: `SET NULL`.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

impl ForeignKey {
    /// A plain foreign key, validated and with `NO ACTION`.
    pub fn new(columns: &[&str], references: Name, referenced_columns: &[&str]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        Self {
            columns: owned(columns),
            references,
            referenced_columns: owned(referenced_columns),
            match_full: false,
            on_update: KeyAction::NoAction,
            on_delete: KeyAction::NoAction,
            on_delete_columns: Vec::new(),
            period: false,
            deferrable: false,
            initially_deferred: false,
            validated: true,
            enforced: true,
        }
    }
}

impl Sql for ForeignKey {}

impl Describe for ForeignKey {
    fn kind(&self) -> ObjectKind {
        ObjectKind::ForeignKey
    }

    fn describe(&self) -> Description {
        let mut references = self.references.to_string();
        if let Some(columns) = name_list(&self.referenced_columns) {
            references.push_str(&format!("({columns})"));
        }
        let mut on_delete = self.on_delete.words().to_owned();
        if let Some(columns) = name_list(&self.on_delete_columns) {
            on_delete.push_str(&format!(" ({columns})"));
        }
        vec![
            ("columns", name_list(&self.columns)),
            ("references", Some(references)),
            ("match full", when(self.match_full)),
            ("on update", Some(self.on_update.words().to_owned())),
            ("on delete", Some(on_delete)),
            ("period", when(self.period)),
            ("deferrable", when(self.deferrable)),
            ("initially deferred", when(self.initially_deferred)),
            ("validated", yes_no(self.validated)),
            ("enforced", yes_no(self.enforced)),
        ]
    }
}
