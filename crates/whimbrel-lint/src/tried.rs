//! What came of trying a whole migration on a shadow database in other directions than forward.

use whimbrel_source::Span;

/// Each part is `None` where it was not tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// What statements did once more when `up` ran a second time; empty where that was refused or changed nothing.
    pub again: Option<Vec<Repeated>>,
    /// What the way back is worth.
    pub back: Option<Back>,
    /// What became of rows that were there before.
    pub rows: Option<Rows>,
}

/// What one statement of `up` did once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Which, from 0.
    pub statement: usize,
    /// True where these are rows, false where it is the schema.
    pub rows: bool,
    /// Each without a full stop: `templates: 2 rows inserted once more`.
    pub what: Vec<String>,
}

/// What `down` did after `up`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// It brought the schema back, and `up` was not run again.
    Restores,
    /// It brought the schema back, and `up` did the same after it.
    Exact,
    /// It ran, and these differences are left: `table users: index users_name: (name)`.
    Leaves(Vec<String>),
    /// It failed.
    Fails {
        /// The statement of `down`, in the file.
        span: Span,
        /// The server's words.
        error: String,
    },
    /// It brought the schema back, and then `up` failed.
    UpFails {
        /// Which statement of `up`, from 0.
        statement: usize,
        /// The server's words.
        error: String,
    },
    /// It brought the schema back, and then `up` made a schema with these differences to the first.
    UpDiffers(Vec<String>),
}

/// What became of rows that were there before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// How many there were.
    pub rows: u64,
    /// In how many tables.
    pub tables: usize,
    /// True where the migration has a fixture: rows are made up only for tables that it leaves out.
    pub fixture: bool,
    /// The statement of `up` that does not take them, from 0, and the server's words.
    pub refused: Option<(usize, String)>,
    /// What is gone after `up`.
    pub lost_by_up: Vec<Gone>,
    /// What is gone after `down`, and was there after `up`.
    pub lost_by_down: Vec<Gone>,
}

/// Values or rows that are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Without its schema.
    pub table: String,
    /// `None` for whole rows.
    pub column: Option<String>,
    /// `values of users.age`, `3 of the 5 rows of chats`
    pub what: String,
}

impl Tried {
    /// True where `down` ran, to its end or until it failed.
    pub(crate) fn went_back(&self) -> bool {
        self.back.is_some()
    }

    /// True where `down` ran to its end.
    pub(crate) fn came_back(&self) -> bool {
        self.back.as_ref().is_some_and(|back| !matches!(back, Back::Fails { .. }))
    }

    /// True where `up` ran once more after `down`.
    pub(crate) fn went_on(&self) -> bool {
        matches!(self.back, Some(Back::Exact | Back::UpFails { .. } | Back::UpDiffers(_)))
    }
}

impl Rows {
    /// `5 sample rows in 1 table, made up as …`
    pub(crate) fn words(&self) -> String {
        let s = |number: bool| if number { "" } else { "s" };
        let (rows, tables) = (format!("row{}", s(self.rows == 1)), format!("table{}", s(self.tables == 1)));
        match self.fixture {
            true => format!("{} {rows} in {} {tables}, those of its fixture among them", self.rows, self.tables),
            false => format!(
                "{} sample {rows} in {} {tables}, made up as types and constraints allow",
                self.rows, self.tables
            ),
        }
    }
}
