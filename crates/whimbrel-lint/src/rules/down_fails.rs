//! # Write a `down` that runs
//!
//! Found from the rehearsal: `down` ran right after `up`, and one of its statements failed. What fails there, `revert` would
//! find out on the target, in the moment when it is wanted most. An error in `rehearse`; a warning in `plan`, where what is
//! about to run is `up`.
//!
//! ## Bad
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE users ADD COLUMN nickname text;
//!
//! -- migrate:down
//! -- seen: down fails: column "nick" of relation "users" does not exist
//! ALTER TABLE users DROP COLUMN nick;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE users ADD COLUMN nickname text;
//!
//! -- migrate:down
//! ALTER TABLE users DROP COLUMN nickname;
//! ```

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::tried::{Back, Tried};

pub(crate) const RULE: Rule =
    Rule::new("down-fails", Severity::Error, Check::Migration(check)).of_rehearsal(Tried::went_back);

fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(Back::Fails { span, error }) = cx.back() else { return };
    found.add(
        Draft::of_down(cx, format!("mend `down`, which fails: {error}"))
            .why("It ran right after `up`, on the schema that `up` makes. `revert` would fail in the same way.")
            .instead("-- in `down`: take back what `up` does, under the names that `up` gives, last things first")
            .over(*span)
            .warns_in_plan(cx),
    );
}
