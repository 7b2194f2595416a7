//! What is known of an object and makes no difference.

/// A value that takes no part in comparing: two of them are always equal.
///
/// For what follows from the rest of the schema, and for what no statement of PostgreSQL's can change.
#[derive(Debug, Clone, Copy, Default)]
pub struct Uncompared<T>(pub T);

impl<T> PartialEq for Uncompared<T> {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl<T> Eq for Uncompared<T> {}

impl<T> std::ops::Deref for Uncompared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Where a part of a table comes from. Follows from the tables that it inherits from, so it is [`Uncompared`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Its own table.
    #[default]
    Own,
    /// A parent, the partitioned table, or the type that the table is of.
    Inherited,
    /// A parent, and its own table says the same: it stays where the parent's goes.
    Merged,
}

impl Origin {
    /// It came with a parent.
    pub fn is_inherited(self) -> bool {
        self != Self::Own
    }

    /// Its table says it, too.
    pub fn is_local(self) -> bool {
        self != Self::Inherited
    }
}
