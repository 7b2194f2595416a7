//! # Let a second run be refused, or do nothing
//!
//! Found from the rehearsal: `up` ran a second time, was not refused, and did something once more. The history keeps a
//! migration from running twice; but a script is run by hand, too, and one whose statements are guarded (`IF NOT EXISTS`,
//! `ON CONFLICT`) says that it may be. `ON CONFLICT DO NOTHING` guards nothing where no unique key can conflict.
//!
//! ## Bad
//!
//! ```sql
//! CREATE TABLE IF NOT EXISTS templates (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
//! -- seen: again: templates: 2 rows inserted once more
//! INSERT INTO templates (name) SELECT unnest(ARRAY['letter', 'invoice']);
//! ```
//!
//! ## Good
//!
//! ```sql
//! CREATE TABLE IF NOT EXISTS templates (name text PRIMARY KEY);
//! INSERT INTO templates (name) VALUES ('letter'), ('invoice') ON CONFLICT (name) DO NOTHING;
//! ```

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::{Basis, Severity};
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("repeats-on-second-run", Severity::Error, Check::Migration(check)).of_rehearsal(|it| it.again.is_some());

fn check(cx: &Context<'_>, found: &mut Found) {
    let Some(again) = cx.unit.tried.as_ref().and_then(|tried| tried.again.as_ref()) else { return };
    for repeated in again {
        let Some(line) = cx.lines.get(repeated.statement) else { continue };
        let instead = match repeated.rows {
            true => {
                "-- with a unique key over what makes a row the same:\nINSERT … ON CONFLICT (KEY) DO NOTHING;\n\
                 -- or without one:\nINSERT … SELECT … WHERE NOT EXISTS (…);"
            }
            false => "-- give it a name of its own, so that a second run is refused, or write IF NOT EXISTS",
        };
        found.add(
            Draft::new(line, format!("guard this against a second run: {}", repeated.what.join(", ")))
                .why(
                    "A second run is not refused, and does this once more. The history keeps it from happening, but not \
                     where the script is run by hand.",
                )
                .instead(instead)
                .from(Basis::Rehearsal),
        );
    }
}
