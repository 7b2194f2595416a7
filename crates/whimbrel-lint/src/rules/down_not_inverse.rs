//! # Make `down` the inverse of `up`
//!
//! Found from the rehearsal: `up` and `down` ran, and the schema is not what it was before. Something that `up` made is still
//! there, or something that it dropped or altered did not come back. An error in `rehearse`; a warning in `plan`, where what
//! is about to run is `up`.
//!
//! ## Bad
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE users ADD COLUMN nickname text, ADD COLUMN title text;
//!
//! -- migrate:down
//! -- seen: down leaves table users: column title: text
//! ALTER TABLE users DROP COLUMN nickname;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE users ADD COLUMN nickname text, ADD COLUMN title text;
//!
//! -- migrate:down
//! ALTER TABLE users DROP COLUMN nickname, DROP COLUMN title;
//! ```

use crate::context::Context;
use crate::draft::{Draft, Found, differences};
use crate::finding::Severity;
use crate::rule::{Check, Rule};
use crate::tried::{Back, Tried};

pub(crate) const RULE: Rule =
    Rule::new("down-not-inverse", Severity::Error, Check::Migration(check)).of_rehearsal(Tried::came_back);

fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(Back::Leaves(left)) = cx.back() else { return };
    found.add(
        Draft::of_down(cx, format!("make `down` the inverse of `up`: {} left", differences(left)))
            .why(format!(
                "After `up` and `down` the schema is not as it was before: {}. After `revert` the files no longer say what \
                 is there, and `up` may fail where it runs again.",
                left.join("; ")
            ))
            .instead("-- in `down`: drop what is left of `up`, and bring back what is gone, last things first")
            .warns_in_plan(cx),
    );
}
