//! What the rules say of what was tried, as it stands in the lines of a report.

use whimbrel_lint::Finding;
use whimbrel_plan::{Rehearsal, Rehearsed};
use whimbrel_source::SourceFile;

/// What the rules say of a rehearsal; the migrations that they name are those of the rehearsal.
#[derive(Clone, Copy)]
pub struct Judged<'r> {
    /// What was tried.
    pub rehearsal: &'r Rehearsal,
    /// What the rules find in it.
    pub findings: &'r [Finding],
}

impl<'r> Judged<'r> {
    /// Each migration that was tried, with what is found in it.
    pub(super) fn migrations(self) -> impl Iterator<Item = Told<'r>> {
        let found = move |number: usize| self.findings.iter().filter(move |it| it.migration == number).collect();
        self.rehearsal
            .migrations
            .iter()
            .enumerate()
            .map(move |(number, migration)| Told { migration, found: found(number) })
    }

    /// Migrations that are not as they should be.
    pub fn bad(self) -> Vec<&'r Rehearsed> {
        self.migrations().filter(Told::is_bad).map(|told| told.migration).collect()
    }
}

/// How a line looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Good,
    Note,
    Bad,
}

/// How it looks, what was tried, and what came of it, on one or more lines.
pub(super) type Line = (Mark, &'static str, String);

/// How something that a rule tells of is written.
pub(super) struct Ruled {
    pub(super) mark: Mark,
    /// As a comment that allows it writes it, and above what such a comment stands:
    /// `loses-values at migrations/2_users.sql:3`.
    pub(super) code: Option<String>,
    /// `\nallowed because …`
    pub(super) allowed: String,
}

impl Ruled {
    /// `what (code)`, then `more`.
    pub(super) fn line(self, word: &'static str, what: &str, more: &str) -> Line {
        let code = self.code.map(|code| format!(" ({code})")).unwrap_or_default();
        (self.mark, word, format!("{what}{code}{more}{}", self.allowed))
    }

    /// The same for something that has a place even where no rule tells of it.
    pub(super) fn line_at(mut self, word: &'static str, what: &str, place: String) -> Line {
        self.code.get_or_insert(place);
        self.line(word, what, "")
    }
}

/// A migration with what the rules find in it.
pub(super) struct Told<'r> {
    pub(super) migration: &'r Rehearsed,
    pub(super) found: Vec<&'r Finding>,
}

impl Told<'_> {
    pub(super) fn is_bad(&self) -> bool {
        let refuses = self.found.iter().any(|finding| finding.refuses());
        refuses || super::lines(self).iter().any(|(mark, ..)| *mark == Mark::Bad)
    }

    /// The mark of what these findings tell, what is written behind it so that it can be allowed, and what allows it.
    pub(super) fn ruled(&self, code: &str, of: impl Fn(&Finding) -> bool) -> Ruled {
        let found: Vec<_> = self.found.iter().filter(|it| it.code == code && of(it)).collect();
        let mark = match found.iter().any(|finding| finding.refuses()) {
            true => Mark::Bad,
            false => Mark::Note,
        };
        let mut allowed: Vec<String> = Vec::new();
        if found.iter().all(|finding| finding.allowed.is_some()) {
            allowed.extend(found.iter().filter_map(|it| Some(format!("\nallowed {}", it.allowed.as_ref()?.words()))));
            allowed.dedup();
        }
        let mut places: Vec<String> =
            found.iter().map(|finding| at(&self.migration.file, finding.span.start)).collect();
        places.dedup();
        // one that the configuration has turned off is told without a name
        let code = (!found.is_empty()).then(|| format!("{code} {}", places.join(", ")));
        Ruled { mark, code, allowed: allowed.concat() }
    }
}

/// `at migrations/2_users.sql:3`
pub(super) fn at(file: &SourceFile, start: usize) -> String {
    format!("at {}:{}", file.path.display(), file.place(start).line)
}
