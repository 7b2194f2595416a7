//! # Write how the migration is taken back
//!
//! Without a `down` section `revert` refuses. It is written best now, while you know what `up` does; `rehearse` then proves
//! that it is the way back. Where there is none, because rows are lost, allow it with that reason.
//!
//! ## Bad
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE orders ADD COLUMN note text;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- migrate:up
//! ALTER TABLE orders ADD COLUMN note text;
//!
//! -- migrate:down
//! ALTER TABLE orders DROP COLUMN note;
//! ```

use whimbrel_source::SectionKind;

use crate::context::Context;
use crate::draft::{Draft, Found};
use crate::finding::Severity;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule =
    Rule::new("missing-down", Severity::Advice, Check::Migration(check)).for_sqlite_too();

fn check(cx: &Context<'_>, found: &mut Found) {
    if cx.lines.is_empty() || cx.unit.migration.section(SectionKind::Down, cx.run.engine).is_some() {
        return;
    }
    found.add(
        Draft::of_migration("add a `down` section that takes this migration back")
            .why("Without one `revert` refuses, in the moment when it is wanted most.")
            .instead("-- migrate:down\n…"),
    );
}
