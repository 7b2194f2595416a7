//! Where the history's tables are on PostgreSQL.

use crate::sql::identifier;

/// Names of the tables, qualified and quoted, so that no search path matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) schema: String,
    /// False where the tables live among the user's own and carry a prefix.
    pub(crate) own_schema: bool,
}

impl Place {
    fn table(&self, name: &str) -> String {
        let prefix = if self.own_schema { "" } else { "whimbrel_" };
        format!("{}.{}", identifier(&self.schema), identifier(&format!("{prefix}{name}")))
    }

    pub(crate) fn history(&self) -> String {
        self.table("history")
    }

    pub(crate) fn journal(&self) -> String {
        self.table("journal")
    }

    pub(crate) fn meta(&self) -> String {
        self.table("meta")
    }

    /// A text of ours with the tables' names filled in.
    pub(crate) fn fill(&self, sql: &str) -> String {
        sql.replace("{history}", &self.history()).replace("{journal}", &self.journal()).replace("{meta}", &self.meta())
    }
}
