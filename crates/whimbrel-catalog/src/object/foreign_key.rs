use super::check::{not_checked, validate};
use super::key::{deferred, dropped};
use super::locks::{blocks_all, blocks_writers, exclusive, relation, scans};
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, name_list, when, yes_no};
use crate::name::{Name, ident};
use crate::sql::{Alter, Context, Sql, Step};
use crate::uncompared::{Origin, Uncompared};

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
    /// Where it comes from.
    pub origin: Uncompared<Origin>,
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
            origin: Uncompared::default(),
        }
    }
}

/// The first version that can say `NOT ENFORCED`.
const ENFORCED: u32 = 18;

impl ForeignKey {
    /// `FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE`
    pub(super) fn definition(&self) -> String {
        let mut words = vec![
            format!("FOREIGN KEY ({})", self.with_period(&self.columns)),
            format!("REFERENCES {}({})", self.references.sql(), self.with_period(&self.referenced_columns)),
        ];
        words.extend(self.match_full.then(|| "MATCH FULL".to_owned()));
        if self.on_update != KeyAction::NoAction {
            words.push(format!("ON UPDATE {}", self.on_update.words()));
        }
        if self.on_delete != KeyAction::NoAction {
            words.push(format!("ON DELETE {}", self.on_delete.words()));
            let columns: Vec<_> = self.on_delete_columns.iter().map(|c| ident(c)).collect();
            words.extend((!columns.is_empty()).then(|| format!("({})", columns.join(", "))));
        }
        words.extend(deferred(self.deferrable, self.initially_deferred));
        words.extend(not_checked(self.validated, self.enforced));
        words.join(" ")
    }

    fn with_period(&self, columns: &[String]) -> String {
        let last = columns.len().saturating_sub(1);
        let column = |(i, column): (usize, &String)| {
            let period = if self.period && i == last { "PERIOD " } else { "" };
            format!("{period}{}", ident(column))
        };
        columns.iter().enumerate().map(column).collect::<Vec<_>>().join(", ")
    }
}

impl Sql for ForeignKey {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", id.on_sql(), ident(&id.name), self.definition());
        let mut step = blocks_writers(Step::new(sql), &table);
        if self.references != table {
            step = blocks_writers(step, &self.references);
        }
        vec![if self.validated && self.enforced { scans(step, &table) } else { step }]
    }

    fn drop(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let step = dropped(id, false);
        vec![if self.references == relation(id) { step } else { blocks_all(step, &self.references) }]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let same = Self {
            deferrable: new.deferrable,
            initially_deferred: new.initially_deferred,
            validated: new.validated,
            enforced: new.enforced,
            ..self.clone()
        };
        let enforcing = self.enforced != new.enforced;
        let invalidated = self.validated && !new.validated && new.enforced;
        if same != *new || invalidated || (enforcing && cx.version < ENFORCED) {
            return Alter::Replace;
        }
        let table = relation(id);
        let alter = format!("ALTER TABLE {} ALTER CONSTRAINT {}", id.on_sql(), ident(&id.name));
        let mut steps = Vec::new();
        if (self.deferrable, self.initially_deferred) != (new.deferrable, new.initially_deferred) {
            let words = deferred(new.deferrable, new.initially_deferred);
            let words = match (new.deferrable, new.initially_deferred) {
                (false, _) => "NOT DEFERRABLE".to_owned(),
                (true, false) if self.initially_deferred => "DEFERRABLE INITIALLY IMMEDIATE".to_owned(),
                _ => words.unwrap_or_default(),
            };
            steps.push(exclusive(format!("{alter} {words}"), &table));
        }
        if enforcing && new.enforced {
            // PostgreSQL validates it with that
            steps.push(scans(exclusive(format!("{alter} ENFORCED"), &table), &table));
        } else if enforcing {
            steps.push(exclusive(format!("{alter} NOT ENFORCED"), &table));
        } else if !self.validated && new.validated {
            steps.push(validate(id));
        }
        Alter::InPlace(steps)
    }

    fn needs(&self, id: &ObjectId) -> Vec<ObjectId> {
        let table = relation(id);
        let column = |of: &Name, name: &String| ObjectId::part(ObjectKind::Column, of, name);
        let mut needs = vec![ObjectId::new(ObjectKind::Table, &self.references)];
        needs.extend(self.columns.iter().map(|name| column(&table, name)));
        needs.extend(self.referenced_columns.iter().map(|name| column(&self.references, name)));
        needs
    }

    fn is_inherited(&self) -> bool {
        self.origin.is_inherited()
    }
}

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
