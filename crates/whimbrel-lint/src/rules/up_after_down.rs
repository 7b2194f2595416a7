//! # Make `up` run after `down` as it did the first time
//!
//! Found from the rehearsal: `down` brought the schema back, and then `up` failed, or made another schema. Something that is
//! no part of the schema stayed behind: rows that `up` or `down` wrote, the value of a sequence, a setting.
//!
//! ## Bad
//!
//! ```sql
//! -- migrate:up
//! -- seen: up after down fails: duplicate key value violates unique constraint "settings_pkey"
//! INSERT INTO settings VALUES ('theme', 'dark');
//!
//! -- migrate:down
//! DELETE FROM settings WHERE name = 'themes';
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up
//! INSERT INTO settings VALUES ('theme', 'dark');
//!
//! -- migrate:down
//! DELETE FROM settings WHERE name = 'theme';
//! ```

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};
use crate::tried::{Back, Tried};

pub(crate) const RULE: Rule =
    Rule::new("up-after-down", Severity::Error, Check::Migration(check)).of_rehearsal(Tried::went_on);

const WHY: &str = "`down` brings the schema back, and something else stays behind: rows, the value of a sequence, a setting.";

fn check(cx: &Context<'_>, found: &mut Found) {
    let instead = "-- in `down`: take back the rows and values, too, that `up` writes";
    match cx.back() {
        Some(Back::UpFails { statement, error }) => {
            let Some(line) = cx.lines.get(*statement) else { return };
            found.add(
                Draft::new(line, format!("make this run after `down`, too: {error}"))
                    .why(WHY)
                    .instead(instead)
                    .from(Basis::Rehearsal),
            );
        }
        Some(Back::UpDiffers(left)) => {
            let message = "make `up` do after `down` what it did the first time";
            let why = format!("{WHY} What `up` makes then is otherwise: {}.", left.join("; "));
            found.add(Draft::of_down(cx, message).why(why).instead(instead));
        }
        _ => {}
    }
}
