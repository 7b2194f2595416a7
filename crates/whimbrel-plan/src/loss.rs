//! What a revert would destroy, in figures.

/// One thing that holds data and would be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// `chats`, or `app.chats` outside the default schema.
    pub table: String,
    /// `None` where the whole table goes.
    pub column: Option<String>,
    /// Rows of the table, or rows that hold a value in the column.
    pub rows: u64,
}
