/// In which sessions a trigger or rule is active, by `session_replication_role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Firing {
    /// In all but those of a replica: the usual state.
    Origin,
    /// In none.
    Disabled,
    /// In those of a replica only.
    Replica,
    /// In all.
    Always,
}

impl Firing {
    /// `yes`, `no`, `replica` or `always`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Origin => "yes",
            Self::Disabled => "no",
            Self::Replica => "replica",
            Self::Always => "always",
        }
    }

    /// As `ALTER` has it: `DISABLE`, `ENABLE REPLICA`.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Origin => "ENABLE",
            Self::Disabled => "DISABLE",
            Self::Replica => "ENABLE REPLICA",
            Self::Always => "ENABLE ALWAYS",
        }
    }
}
