//! # Write an allow comment that says what and why
//!
//! ```text
//! -- whimbrel:allow drop-column because the release of 12 May reads it no more
//! ```
//!
//! It covers the statement below it, or the whole migration where it stands at the top of the `up` section with an empty
//! line below. What a rehearsal finds of the way back is covered by a comment above `-- migrate:down`, or above a statement of
//! that section. Several rules are named with commas between them. Without a reason it allows nothing; neither does one that
//! names no rule that exists. One that allows nothing any more is to be deleted, because it would hide the next finding.
//!
//! ## Bad
//!
//! ```sql
//! -- whimbrel:allow drop-column
//! ALTER TABLE users ADD COLUMN nickname text;
//! ```
//!
//! ## Good
//!
//! ```sql
//! -- whimbrel:allow drop-column because the release of 12 May reads it no more
//! ALTER TABLE users DROP COLUMN nickname;
//! ```

use crate::finding::Severity;
use crate::rule::{Check, Rule};

pub(crate) const RULE: Rule = Rule::new("allow-comment", Severity::Warning, Check::Allow).for_sqlite_too();
