//! `-- whimbrel:allow CODE because REASON`: lets a finding pass and keeps the reason.

use std::collections::HashMap;

use whimbrel_source::lex::{Lexer, TokenKind};
use whimbrel_source::{SourceFile, Span};

use crate::context::Context;
use crate::draft::Draft;
use crate::finding::{Finding, Permit};
use crate::rule::{self, Rule};

/// One comment.
#[derive(Debug)]
pub(crate) struct Allow {
    span: Span,
    /// As written, and whether something was let pass by it.
    codes: Vec<(String, bool)>,
    reason: Option<String>,
    scope: Scope,
    /// The word behind `whimbrel:`, where it is not `allow`.
    wrong_word: Option<String>,
}

/// What it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Statement(usize),
    /// Also findings that are about the migration as a whole, where it stands above the first statement.
    First,
    Migration,
    /// What is found there: in the `down` section, or at one of its statements.
    Within(Span),
    /// It stands where nothing is linted.
    Nothing,
}

/// The comments of a migration's file.
pub(crate) fn read(cx: &Context<'_>) -> Vec<Allow> {
    let file = &cx.unit.migration.file;
    if !file.text.contains("whimbrel:") {
        return Vec::new();
    }
    // strings and bodies are tokens of their own, so what looks like a comment inside of one is none
    let tokens = Lexer::within(&file.text, file.span(), cx.run.engine);
    tokens
        .filter(|token| token.kind == TokenKind::LineComment)
        .filter_map(|token| {
            let text = token.text.trim_start_matches('-').trim().strip_prefix("whimbrel:")?;
            Some(one(text, token.span, scope(cx, file, token.span)))
        })
        .collect()
}

fn one(text: &str, span: Span, scope: Scope) -> Allow {
    let (word, rest) = text.split_at(text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let (codes, reason) = match rest.split_once(" because") {
        Some((codes, reason)) => (codes, Some(reason.trim()).filter(|reason| !reason.is_empty())),
        None => (rest.split(" -- ").next().unwrap_or_default(), None),
    };
    let codes = codes.split([',', ' ']).filter(|code| !code.is_empty()).map(|code| (code.to_owned(), false)).collect();
    let wrong_word = (word != "allow").then(|| word.to_owned());
    Allow { span, codes, reason: reason.map(str::to_owned), scope, wrong_word }
}

fn scope(cx: &Context<'_>, file: &SourceFile, comment: Span) -> Scope {
    let sections = &cx.unit.migration.sections;
    if sections.first().is_some_and(|section| comment.end <= section.header.start) {
        return Scope::Migration;
    }
    if let Some(span) = within_down(cx, file, comment) {
        return Scope::Within(span);
    }
    let body = cx.section().map(|section| section.body).unwrap_or_default();
    if comment.start < body.start || comment.start >= body.end {
        return Scope::Nothing;
    }
    let statements = cx.unit.statements;
    let next = statements.partition_point(|statement| statement.span.end <= comment.start);
    if next > 0 && !file.text[statements[next - 1].span.end..comment.start].contains('\n') {
        return Scope::Statement(next - 1);
    }
    match statements.get(next) {
        None => Scope::Nothing,
        Some(statement) if next == 0 && comment.end <= statement.span.start => {
            let between = &file.text[comment.end..statement.span.start];
            if is_apart(between) { Scope::Migration } else { Scope::First }
        }
        Some(_) => Scope::Statement(next),
    }
}

/// What a comment covers of the way back: all of it where it stands above the heading, or at the top of the section with an
/// empty line below; else the statement below it or on its line, the first one with what is said at the heading.
fn within_down(cx: &Context<'_>, file: &SourceFile, comment: Span) -> Option<Span> {
    let section = cx.down_section()?;
    let all = Span { start: section.header.start, end: section.body.end };
    if comment.end <= all.start {
        let between = Span { start: comment.end, end: all.start };
        let says_nothing =
            |kind| matches!(kind, TokenKind::Whitespace | TokenKind::LineComment | TokenKind::BlockComment);
        let is_above = Lexer::within(&file.text, between, cx.run.engine).all(|token| says_nothing(token.kind));
        // one that stands behind the last statement of another section is about that
        let line = file.line(comment.start);
        return (is_above && file.text[line.start..comment.start].trim().is_empty()).then_some(all);
    }
    if comment.start >= all.end {
        return None;
    }
    let statements = cx.down_statements();
    let next = statements.partition_point(|statement| statement.span.end <= comment.start);
    if next > 0 && !file.text[statements[next - 1].span.end..comment.start].contains('\n') {
        return Some(statements[next - 1].span);
    }
    let Some(statement) = statements.get(next) else { return Some(all).filter(|_| statements.is_empty()) };
    if next > 0 {
        return Some(statement.span);
    }
    let is_inside = comment.end > statement.span.start;
    let is_apart = !is_inside && is_apart(&file.text[comment.end..statement.span.start]);
    Some(if is_apart { all } else { Span { start: all.start, end: statement.span.end } })
}

/// True where an empty line lies between a comment and what follows it.
fn is_apart(between: &str) -> bool {
    // the first piece ends the comment's line, the last begins the statement's
    let pieces = between.split('\n').count();
    between.split('\n').take(pieces - 1).skip(1).any(|line| line.trim().is_empty())
}

/// Marks the findings that are allowed, and tells what is wrong with the comments. What rules that did not run would have
/// found is not known.
pub(crate) fn apply(
    cx: &Context<'_>,
    mut allows: Vec<Allow>,
    findings: &mut [Finding],
    ran: fn(&Rule) -> bool,
) -> Vec<Draft> {
    let mut by_statement: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    if allows.is_empty() {
        return Vec::new();
    }
    for (at, finding) in findings.iter().enumerate() {
        by_statement.entry(finding.statement).or_default().push(at);
    }
    for allow in allows.iter_mut().filter(|allow| allow.wrong_word.is_none()) {
        let Some(reason) = &allow.reason else { continue };
        let covered: Vec<usize> = match allow.scope {
            Scope::Migration => (0..findings.len()).collect(),
            Scope::First => [None, Some(0)].iter().filter_map(|key| by_statement.get(key)).flatten().copied().collect(),
            Scope::Statement(number) => by_statement.get(&Some(number)).cloned().unwrap_or_default(),
            Scope::Within(span) => {
                let is_there =
                    |at: &usize| span.start <= findings[*at].span.start && findings[*at].span.end <= span.end;
                (0..findings.len()).filter(is_there).collect()
            }
            Scope::Nothing => Vec::new(),
        };
        for (code, used) in &mut allow.codes {
            for &at in &covered {
                if findings[at].code != code.as_str() {
                    continue;
                }
                findings[at].allowed.get_or_insert_with(|| Permit::Comment(reason.clone()));
                *used = true;
            }
        }
    }
    allows.iter().flat_map(|allow| complaints(cx, allow, ran)).collect()
}

fn complaints(cx: &Context<'_>, allow: &Allow, ran: fn(&Rule) -> bool) -> Vec<Draft> {
    const FORM: &str = "-- whimbrel:allow CODE because REASON";
    let at = |message: String, why: &str| {
        let draft = Draft::of_migration(message).why(why).instead(FORM);
        Draft { span: Some(allow.span), ..draft }
    };
    if let Some(word) = &allow.wrong_word {
        return vec![at(
            format!("write `whimbrel:allow`, not `whimbrel:{word}`"),
            "A comment that begins with whimbrel: is an instruction, and this one is not known, so nothing was allowed.",
        )];
    }
    if allow.codes.is_empty() {
        return vec![at("name the rule to allow".to_owned(), "The comment names none, so it allows nothing.")];
    }
    let mut drafts = Vec::new();
    for (code, used) in &allow.codes {
        let Some(rule) = rule::find(code) else {
            let nearest = rule::nearest(code).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            drafts.push(at(
                format!("name a rule that exists, not `{code}`{nearest}"),
                "No rule has this code, so the comment allows nothing.",
            ));
            continue;
        };
        if !ran(rule) {
            continue;
        }
        if allow.reason.is_none() {
            drafts.push(at(
                format!("say why `{code}` is allowed here"),
                "A comment without a reason allows nothing: whoever reads this migration in a year has to know why it \
                 was right.",
            ));
        } else if !used && cx.config.is_on(rule) && cx.knows(rule) {
            let is_in_vain = match allow.scope {
                Scope::Nothing => true,
                Scope::Within(_) => !rule.is_of_rehearsal(),
                _ => false,
            };
            let why = if is_in_vain {
                "It stands where nothing is linted. A comment belongs above a statement of the `up` section, or at the \
                 top of that section; what is found of the way back, in the `down` section or above its heading."
            } else {
                "The rule finds nothing here. A comment that stays behind would hide the next finding."
            };
            let draft = at(format!("delete this comment: it allows no `{code}`"), why);
            drafts.push(Draft { instead: None, ..draft });
        }
    }
    drafts
}
