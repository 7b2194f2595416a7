//! Findings of the lint rules: for programs, for a code host's annotations, for a pull request.

use serde::Serialize;
use serde_json::{Value, json};
use whimbrel_lint::{Finding, Permit, Severity};
use whimbrel_source::SourceFile;

/// A finding with the file that its place is in.
pub type Located<'a> = (&'a Finding, &'a SourceFile);

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingJson {
    /// The rule's code, such as `drop-column`.
    pub code: String,
    /// `error`, `warning` or `advice`.
    pub severity: String,
    /// True where it makes `plan`, `lint` and `rehearse` exit with 4.
    pub refuses: bool,
    /// Relative to the project.
    pub file: String,
    /// First line, from 1.
    pub line: u32,
    /// First column, from 1, in characters.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
    /// Which statement of the `up` section, from 0; null where it is about the migration as a whole or its `down`.
    pub statement: Option<usize>,
    /// What to do.
    pub message: String,
    /// What happens otherwise.
    pub why: String,
    /// Who waits for whom.
    pub lock: Option<String>,
    /// The safe way, as SQL.
    pub instead: Option<String>,
    /// What it was found from: `the text`, `the schema`, …
    pub found_from: String,
    /// Why it is allowed: the reason of the comment, or `by --allow for this run`; null where it is not.
    pub allowed: Option<String>,
    /// What allows it: `comment` or `run`; null where nothing does.
    pub allowed_by: Option<&'static str>,
}

impl From<Located<'_>> for FindingJson {
    fn from((finding, file): Located<'_>) -> Self {
        let (start, end) = (file.place(finding.span.start), file.place(finding.span.end));
        Self {
            code: finding.code.to_owned(),
            severity: finding.severity.to_string(),
            refuses: finding.refuses(),
            file: file.path.display().to_string(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            statement: finding.statement,
            message: finding.message.clone(),
            why: finding.why.clone(),
            lock: finding.lock.clone(),
            instead: finding.instead.clone(),
            found_from: finding.basis.to_string(),
            allowed: finding.allowed.as_ref().map(reason),
            allowed_by: finding.allowed.as_ref().map(|permit| match permit {
                Permit::Comment(_) => "comment",
                Permit::Run => "run",
            }),
        }
    }
}

fn reason(permit: &Permit) -> String {
    match permit {
        Permit::Comment(reason) => reason.clone(),
        Permit::Run => permit.words(),
    }
}

/// Workflow commands that a code host shows beside the lines of a change. What is allowed is a notice.
pub fn github(findings: &[Located<'_>]) -> String {
    let line = |(finding, file): &Located<'_>| {
        let (start, end) = (file.place(finding.span.start), file.place(finding.span.end));
        let command = match finding.severity {
            _ if finding.allowed.is_some() => "notice",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let allowed =
            finding.allowed.as_ref().map(|permit| format!(" (allowed {})", permit.words())).unwrap_or_default();
        let text = format!("{}{allowed}\n{}", finding.message, finding.why);
        format!(
            "::{command} file={},line={},endLine={},col={},title={}::{}\n",
            property(&file.path.display().to_string()),
            start.line,
            end.line,
            start.column,
            property(finding.code),
            data(&text)
        )
    };
    findings.iter().map(line).collect()
}

/// What a workflow command's text may not hold is written in percent signs.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// SARIF 2.1.0, which code scanners read.
pub fn sarif(findings: &[Located<'_>], version: &str) -> Value {
    let mut codes: Vec<&'static str> = findings.iter().map(|(finding, _)| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .filter_map(|code| whimbrel_lint::find(code))
        .map(|rule| {
            json!({
                "id": rule.code,
                "shortDescription": { "text": rule.title() },
                "help": { "text": rule.title(), "markdown": rule.page() },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|(finding, file)| {
            let (start, end) = (file.place(finding.span.start), file.place(finding.span.end));
            let mut result = json!({
                "ruleId": finding.code,
                "level": level(finding.severity),
                "message": { "text": format!("{}. {}", finding.message, finding.why) },
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": { "uri": file.path.display().to_string().replace('\\', "/") },
                        "region": {
                            "startLine": start.line,
                            "startColumn": start.column,
                            "endLine": end.line,
                            "endColumn": end.column,
                        },
                    },
                }],
            });
            if let Some(permit) = &finding.allowed {
                let kind = if *permit == Permit::Run { "external" } else { "inSource" };
                result["suppressions"] = json!([{ "kind": kind, "justification": reason(permit) }]);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "whimbrel", "version": version, "rules": rules } },
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A table for a pull request, with the safe way below.
pub fn markdown(findings: &[Located<'_>]) -> String {
    if findings.is_empty() {
        return "No findings.\n".to_owned();
    }
    let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let mut text = String::from("| | rule | where | what to do |\n| --- | --- | --- | --- |\n");
    for (finding, file) in findings {
        let word = match &finding.allowed {
            Some(permit) => format!("allowed: {}", cell(&reason(permit))),
            None if finding.severity == Severity::Error => "**error**".to_owned(),
            None => finding.severity.to_string(),
        };
        let place = format!("{}:{}", file.path.display(), file.place(finding.span.start).line);
        text.push_str(&format!(
            "| {word} | `{}` | {} | {}. {} |\n",
            finding.code,
            cell(&place),
            cell(&finding.message),
            cell(&finding.why)
        ));
    }
    for (finding, file) in findings.iter().filter(|(finding, _)| finding.refuses()) {
        if let Some(sql) = &finding.instead {
            let place = format!("{}:{}", file.path.display(), file.place(finding.span.start).line);
            text.push_str(&format!(
                "\n`{}` at {place}, the safe way:\n\n```sql\n{}\n```\n",
                finding.code,
                sql.trim_end()
            ));
        }
    }
    text
}
