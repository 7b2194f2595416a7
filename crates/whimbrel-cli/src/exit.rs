//! Every exit code of Whimbrel, in one place. `docs/exit-codes.md` is written from this table.

use whimbrel_plan::ExitClass;

/// One exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit {
    /// What the process ends with.
    pub number: u8,
    /// Its stable name, as in JSON.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Done.
pub const DONE: Exit = Exit { number: 0, name: "done", meaning: "done, or nothing was to do" };
/// Failed.
pub const FAILED: Exit = Exit {
    number: 1,
    name: "failed",
    meaning: "failed: the target is as it was before, or the message says exactly what was applied",
};
/// Usage or configuration.
pub const USAGE: Exit = Exit {
    number: 2,
    name: "usage",
    meaning: "the command line, `whimbrel.toml`, `.env`, a migration file or a requirement is wrong; nothing was touched",
};
/// Pending.
pub const PENDING: Exit = Exit {
    number: 3,
    name: "pending",
    meaning: "something is pending, edited, missing or out of order, or schemas differ (`status` and `diff` only say so with `--exit-code`)",
};
/// Refused.
pub const REFUSED: Exit =
    Exit { number: 4, name: "refused", meaning: "refused as unsafe, or not confirmed; nothing was touched" };
/// Not connected.
pub const NOT_CONNECTED: Exit = Exit { number: 5, name: "not_connected", meaning: "could not connect to the database" };
/// Not verified.
pub const NOT_VERIFIED: Exit =
    Exit { number: 6, name: "not_verified", meaning: "verification failed; what did not verify was not committed" };
/// Locked.
pub const LOCKED: Exit =
    Exit { number: 7, name: "locked", meaning: "another run holds the lock; the message says who" };
/// Interrupted.
pub const INTERRUPTED: Exit = Exit {
    number: 130,
    name: "interrupted",
    meaning: "interrupted: cancelled on the server, rolled back, the lock released",
};

/// All of them, in the order of their numbers.
pub const ALL: [Exit; 9] = [DONE, FAILED, USAGE, PENDING, REFUSED, NOT_CONNECTED, NOT_VERIFIED, LOCKED, INTERRUPTED];

/// The exit code of a class of problems.
pub fn of(class: ExitClass) -> Exit {
    match class {
        ExitClass::Failed => FAILED,
        ExitClass::Usage => USAGE,
        ExitClass::Pending => PENDING,
        ExitClass::Refused => REFUSED,
        ExitClass::NotConnected => NOT_CONNECTED,
        ExitClass::NotVerified => NOT_VERIFIED,
        ExitClass::Locked => LOCKED,
        ExitClass::Interrupted => INTERRUPTED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_ascending() {
        for pair in ALL.windows(2) {
            assert!(pair[0].number < pair[1].number);
            assert_ne!(pair[0].name, pair[1].name);
        }
    }
}
