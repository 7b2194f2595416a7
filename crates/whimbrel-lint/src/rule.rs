//! What a rule is, and how it is found by its code.

use squawk_linter::Violation;

use crate::context::{Context, Line};
use crate::draft::Found;
use crate::finding::Severity;
use crate::rules::RULES;
use crate::schema::Outcome;
use crate::tried::Tried;

/// One rule of the table in `rules/mod.rs`.
#[derive(Debug)]
pub struct Rule {
    /// As configuration and comments write it: `drop-column`.
    pub code: &'static str,
    /// Of its findings, unless they know better; `None` for a rule that is off until the configuration sets it.
    pub severity: Option<Severity>,
    /// True where it makes sense for SQLite too.
    pub sqlite: bool,
    pub(crate) needs: Needs,
    pub(crate) check: Check,
    /// The rule's own source, whose doc comment is its page.
    pub(crate) source: &'static str,
}

/// What has to be known before a rule that finds nothing has found out that there is nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Needs {
    /// The text.
    Text,
    /// What the statements did on a shadow database; the text alone often cannot tell.
    Trace,
    /// What came of trying the migration: nothing is said without it. The function is false where that was not tried.
    Rehearsal(fn(&Tried) -> bool),
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    /// Each statement.
    Statement(fn(&Context<'_>, &Line<'_>, &mut Found)),
    /// Each migration.
    Migration(fn(&Context<'_>, &mut Found)),
    /// All migrations of a run and what they leave behind, for what the last of them may put right. Each gets its own list
    /// of findings.
    Run(fn(&[Context<'_>], &Outcome<'_>, &mut [Found])),
    /// What Squawk finds under the names that `squawk.rs` gives to the rule.
    Squawk(fn(&Context<'_>, &Line<'_>, &Violation, &mut Found)),
    /// Nothing: `allow.rs` writes its findings.
    Allow,
}

impl Rule {
    pub(crate) const fn new(code: &'static str, severity: Severity, check: Check) -> Self {
        Self { code, severity: Some(severity), sqlite: false, needs: Needs::Text, check, source: "" }
    }

    /// Off until the configuration sets a severity.
    pub(crate) const fn off(mut self) -> Self {
        self.severity = None;
        self
    }

    pub(crate) const fn for_sqlite_too(mut self) -> Self {
        self.sqlite = true;
        self
    }

    pub(crate) const fn with_facts(mut self) -> Self {
        self.needs = Needs::Trace;
        self
    }

    /// Tells of what came of trying a migration, where `tried` says that it was.
    pub(crate) const fn of_rehearsal(mut self, tried: fn(&Tried) -> bool) -> Self {
        self.needs = Needs::Rehearsal(tried);
        self
    }

    pub(crate) const fn documented(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// True where it tells of nothing but what came of trying a migration.
    pub fn is_of_rehearsal(&self) -> bool {
        matches!(self.needs, Needs::Rehearsal(_))
    }

    /// The first line of its page: what it asks for.
    pub fn title(&self) -> &'static str {
        doc_lines(self.source).next().unwrap_or_default().trim_start_matches("# ")
    }

    /// Its page, as Markdown.
    pub fn page(&self) -> String {
        let mut lines = doc_lines(self.source);
        let title = lines.next().unwrap_or_default();
        let severity = self.severity.map_or("off unless configured".to_owned(), |severity| severity.to_string());
        let engines = if self.sqlite { "PostgreSQL and SQLite" } else { "PostgreSQL" };
        let mut page = format!("{title}\n\n`{}` · {severity} · {engines}\n", self.code);
        for line in lines {
            page.push_str(line);
            page.push('\n');
        }
        page
    }
}

fn doc_lines(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.lines().map_while(|line| line.strip_prefix("//!")).map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// All rules, in the order of their table.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of that code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// The code that a misspelt one was meant to be.
pub fn nearest(code: &str) -> Option<&'static str> {
    let known: Vec<&'static str> = RULES.iter().map(|rule| rule.code).collect();
    whimbrel_source::nearest(code, &known)
}

/// The pages of all rules for `docs/rules/`, by file name, with an index.
pub fn pages() -> Vec<(String, String)> {
    let mut index = String::from(
        "# Lint rules\n\nGenerated from the rules: `cargo xtask docs`. An error refuses `apply`, a warning and advice do \
         not; the severity of each rule\ncan be set in the configuration. A comment `-- whimbrel:allow CODE because \
         REASON` above a statement lets it pass, and at the\ntop of the `up` section, with an empty line below, the whole \
         migration; above `-- migrate:down` what is found of the way back.\n\nIn the examples, which run as tests, `-- known:` says what is in the schema or the target, and \
         `-- seen:` what the statement\nbelow did on the shadow database, or what came of trying the migration there.\n\n| rule | severity | what it asks for |\n\
         | --- | --- | --- |\n",
    );
    let mut pages = Vec::new();
    for rule in RULES {
        let severity = rule.severity.map_or("off", Severity::as_str);
        index.push_str(&format!("| [`{0}`]({0}.md) | {severity} | {1} |\n", rule.code, rule.title()));
        pages.push((format!("{}.md", rule.code), rule.page()));
    }
    index.push_str(&crate::squawk::table());
    pages.push(("README.md".to_owned(), index));
    pages
}
