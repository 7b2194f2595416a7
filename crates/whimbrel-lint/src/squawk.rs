//! Squawk's linter: which of its rules are taken up, and under what name. Its findings get our own words, reasons and
//! pages; what it cannot know (which tables are new or small, what a statement really did) is asked before they count.

use squawk_linter::{Linter, Rule as Squawk};
use squawk_syntax::SourceFile;
use whimbrel_source::Kind;

use crate::context::Context;
use crate::draft::Found;
use crate::rule::{self, Check, Rule};

/// What becomes of one of Squawk's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Its findings count, under this code of ours.
    Kept(&'static str),
    /// A rule of ours looks for the same and knows more.
    Replaced(&'static str),
    /// Not taken up, and why.
    Dropped(&'static str),
}

fn fate(rule: Squawk) -> Fate {
    use Fate::{Dropped, Kept, Replaced};
    const REPEATS: &str = "a migration runs once, whole or not at all; a guard hides what is really there";
    const TIMEOUT: &str = "Whimbrel sets a lock timeout for each statement itself, and tries again";
    const ACCESS: &str = "what roles may do is the very point of such a statement";
    const HARMLESS: &str = "neither blocks nor breaks the running application";
    const TRIED: &str = "no harm in itself: what it rewrites or breaks in the schema, the rehearsal shows";
    const SERVER: &str = "a setting of the server, the database or a role, not of the schema";
    match rule {
        Squawk::AddingFieldWithDefault => Replaced("volatile-default"),
        Squawk::BanDropView
        | Squawk::BanDropFunction
        | Squawk::BanDropType
        | Squawk::BanDropTrigger
        | Squawk::BanDropSequence
        | Squawk::BanDropDomain
        | Squawk::BanDropExtension
        | Squawk::BanDropPolicy => Kept("drop-object"),
        Squawk::BanDropDatabase => Kept("drop-database"),
        Squawk::RenamingObject => Kept("rename-object"),
        Squawk::BanSetSchema => Kept("move-to-schema"),
        Squawk::BanDropDefault => Kept("drop-default"),
        Squawk::BanDropNotNull => Kept("drop-not-null"),
        Squawk::BanAlterDomainWithAddConstraint => Kept("domain-constraint"),
        Squawk::BanDisableTrigger => Kept("disable-trigger"),
        Squawk::IdentifierTooLong => Kept("name-truncated"),
        Squawk::PreferBigintOverInt | Squawk::PreferBigintOverSmallint => Kept("prefer-bigint"),
        Squawk::PreferIdentity => Kept("prefer-identity"),
        Squawk::PreferTextField | Squawk::BanCharField => Kept("prefer-text"),
        Squawk::PreferTimestampTz => Kept("prefer-timestamptz"),
        Squawk::RequireConcurrentIndexCreation => Replaced("index-not-concurrent"),
        Squawk::RequireConcurrentIndexDeletion | Squawk::BanDropIndex => Replaced("drop-index-not-concurrent"),
        Squawk::RequireConcurrentReindex => Replaced("reindex-not-concurrent"),
        Squawk::RequireConcurrentPartitionDetach => Replaced("detach-partition"),
        Squawk::ConstraintMissingNotValid => Replaced("constraint-scan"),
        Squawk::AddingForeignKeyConstraint => Replaced("foreign-key-scan"),
        Squawk::ChangingColumnType => Replaced("change-column-type"),
        Squawk::AddingNotNullableField => Replaced("set-not-null"),
        Squawk::AddingSerialPrimaryKeyField | Squawk::DisallowedUniqueConstraint => Replaced("key-builds-index"),
        Squawk::AddingRequiredField => Replaced("required-column"),
        Squawk::RenamingColumn => Replaced("rename-column"),
        Squawk::RenamingTable => Replaced("rename-table"),
        Squawk::BanDropColumn => Replaced("drop-column"),
        Squawk::BanDropTable => Replaced("drop-table"),
        Squawk::BanDropSchema => Replaced("drop-schema"),
        Squawk::BanTruncateCascade => Replaced("truncate"),
        Squawk::PreferRepack => Replaced("vacuum-full"),
        Squawk::TransactionNesting
        | Squawk::BanUncommittedTransaction
        | Squawk::BanConcurrentIndexCreationInTransaction => Replaced("transaction-control"),
        Squawk::BanAlterRowLevelSecurity | Squawk::BanCreatePolicy => Replaced("row-security-without-policy"),
        Squawk::PreferRobustStmts => Dropped(REPEATS),
        Squawk::RequireTimeoutSettings | Squawk::RequireLockTimeout | Squawk::RequireStatementTimeout => {
            Dropped(TIMEOUT)
        }
        Squawk::BanRevoke => Dropped(ACCESS),
        Squawk::BanDropConstraint => Replaced("drop-key"),
        Squawk::BanAlterIdentity => Replaced("change-identity"),
        Squawk::BanDetachInheritance => Replaced("detach-partition"),
        Squawk::BanAlterPolicyCondition | Squawk::BanAlterPolicyRoles => Replaced("access-changes"),
        Squawk::BanSetDefault
        | Squawk::BanAddColumn
        | Squawk::BanAddEnumValue
        | Squawk::BanAddCompositeAttribute
        | Squawk::BanCreateDomainWithConstraint
        | Squawk::BanAlterFunctionOptions
        | Squawk::BanAlterViewOptions
        | Squawk::BanReplicaIdentity => Dropped(HARMLESS),
        Squawk::BanAlterDatabaseOptions | Squawk::BanAlterRoleOptions | Squawk::BanAlterSystemOptions => {
            Dropped(SERVER)
        }
        Squawk::BanDropGeneratedExpression
        | Squawk::BanAlterGeneratedExpression
        | Squawk::BanNewWriteRestriction
        | Squawk::BanReplaceViewFunction
        | Squawk::BanAlterSequenceValues
        | Squawk::BanAlterExtension => Dropped(TRIED),
        Squawk::RequireEnumValueOrdering => {
            Dropped("a value at the end is what most want, and the manual's own example")
        }
        Squawk::RequireTableSchema => Dropped("a matter of the project's taste: the search path may be set on purpose"),
        Squawk::BanDuplicateColumnAssignments => {
            Dropped("PostgreSQL refuses it, which the rehearsal shows with its place")
        }
        Squawk::UnusedIgnore => Dropped("it is about Squawk's own comments; `allow-comment` is about ours"),
    }
}

/// What Squawk finds in the migration, by our rules.
pub(crate) fn check(cx: &Context<'_>) -> Vec<(&'static Rule, Found)> {
    let on = |code: &'static str| rule::find(code).filter(|rule| cx.config.is_on(rule));
    let wanted = enum_iterator::all::<Squawk>().filter_map(|squawk| match fate(squawk) {
        Fate::Kept(code) => Some((squawk, on(code)?)),
        _ => None,
    });
    let wanted: Vec<(Squawk, &'static Rule)> = wanted.collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut text = String::new();
    let mut starts = Vec::with_capacity(cx.lines.len());
    for line in &cx.lines {
        starts.push(text.len());
        // rows that would follow it are not in the text
        if line.statement.kind != Kind::CopyIn {
            text.push_str(&line.statement.sql);
        }
        text.push_str(";\n");
    }
    let mut linter = Linter::from(wanted.iter().map(|(squawk, _)| *squawk));
    let violations = linter.lint(&SourceFile::parse(&text), &text);
    let mut found: Vec<(&'static Rule, Found)> = Vec::new();
    for violation in violations {
        let Some((_, rule)) = wanted.iter().find(|(squawk, _)| *squawk == violation.code) else { continue };
        let at = usize::from(violation.text_range.start());
        let Some(line) = starts.partition_point(|&start| start <= at).checked_sub(1).map(|at| &cx.lines[at]) else {
            continue;
        };
        let mut violation = violation;
        // in the statement's own text
        let start = u32::try_from(starts[line.number]).unwrap_or_default();
        violation.text_range = violation.text_range.checked_sub(start.into()).unwrap_or(violation.text_range);
        let Check::Squawk(check) = rule.check else { continue };
        match found.iter_mut().find(|(known, _)| known.code == rule.code) {
            Some((_, found)) => check(cx, line, &violation, found),
            None => {
                let mut new = Found::default();
                check(cx, line, &violation, &mut new);
                found.push((rule, new));
            }
        }
    }
    found
}

/// The place of a violation in the statement's own text, without a semicolon that stands behind that.
pub(crate) fn span(line: &crate::context::Line<'_>, violation: &squawk_linter::Violation) -> whimbrel_source::Span {
    let (start, end) = (usize::from(violation.text_range.start()), usize::from(violation.text_range.end()));
    let end = end.min(line.statement.sql.len());
    whimbrel_source::Span { start: start.min(end), end }
}

/// For the index of the rules' pages: what became of each of Squawk's rules.
pub(crate) fn table() -> String {
    let mut page = String::from(
        "\n## Squawk's rules\n\nWhimbrel carries Squawk's linter. This is what becomes of its rules.\n\n| Squawk's rule | \
         here |\n| --- | --- |\n",
    );
    let mut rows: Vec<String> = enum_iterator::all::<Squawk>()
        .map(|squawk| match fate(squawk) {
            Fate::Kept(code) => format!("| `{squawk}` | counts as [`{code}`]({code}.md) |\n"),
            Fate::Replaced(code) => format!("| `{squawk}` | replaced by [`{code}`]({code}.md) |\n"),
            Fate::Dropped(why) => format!("| `{squawk}` | left out: {why} |\n"),
        })
        .collect();
    rows.sort();
    page.extend(rows);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fate_names_a_rule_that_exists() {
        for squawk in enum_iterator::all::<Squawk>() {
            match fate(squawk) {
                Fate::Kept(code) => {
                    assert!(matches!(rule::find(code).map(|rule| rule.check), Some(Check::Squawk(_))), "{code}");
                }
                Fate::Replaced(code) => assert!(rule::find(code).is_some(), "{code}"),
                Fate::Dropped(_) => {}
            }
        }
    }
}
