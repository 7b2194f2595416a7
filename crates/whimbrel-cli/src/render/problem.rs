//! A problem as people read it: what failed, where, what the database said, why, what to do, how things stand.

use whimbrel_plan::Problem;

use super::snippet::{place, snippet};
use super::style::{BAD, BOLD, DIM, NAME, paint};
use crate::secrets::Secrets;

/// The whole of it, masked; ends with a line break.
pub fn human(problem: &Problem, secrets: &Secrets) -> String {
    let mut text = String::new();
    one(problem, secrets, &mut text);
    for other in &problem.others {
        text.push('\n');
        one(other, secrets, &mut text);
    }
    secrets.mask(&text)
}

fn one(problem: &Problem, secrets: &Secrets, text: &mut String) {
    let mut line = |content: String| {
        text.push_str(&content);
        text.push('\n');
    };
    let mask = |words: &str| secrets.mask(words);
    line(format!("{} {}", paint(BAD, "error:"), paint(BOLD, mask(&problem.message))));
    if let Some((file, span)) = &problem.at {
        line(format!("  {} {}", paint(DIM, "at"), place(file, *span)));
        let shown = snippet(file, *span, problem.label.as_deref(), secrets);
        shown.lines().for_each(|shown| line(format!("  {shown}")));
    } else if let Some(label) = &problem.label {
        line(format!("  {}", mask(label)));
    }
    let widest = problem.database.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, words) in &problem.database {
        let words = mask(words);
        let mut lines = words.lines();
        line(format!("  {} {}", paint(DIM, format!("{name:>widest$}:")), lines.next().unwrap_or_default()));
        lines.for_each(|more| line(format!("  {} {more}", " ".repeat(widest + 1))));
    }
    if let Some(cause) = &problem.cause {
        line(format!("{} {}", paint(BOLD, "cause:"), mask(cause).replace('\n', "\n  ")));
    }
    match problem.remedies.as_slice() {
        [] => {}
        [one] => line(format!("{} {}", paint(BOLD, "try:"), paint(NAME, mask(one)))),
        several => {
            line(paint(BOLD, "try:"));
            several.iter().for_each(|remedy| line(format!("  - {}", paint(NAME, mask(remedy)))));
        }
    }
    if let Some(state) = &problem.state {
        line(format!("{} {}", paint(BOLD, "state:"), mask(state)));
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use whimbrel_plan::ExitClass;
    use whimbrel_source::{SourceFile, Span};

    use super::*;

    fn check(problem: &Problem) -> String {
        let secrets = Secrets::default();
        secrets.add("hunter2");
        anstream::adapter::strip_str(&human(problem, &secrets)).to_string()
    }

    fn statement() -> Problem {
        let text = "-- migrate:up\nCREATE TABLE chats (\n  user_id uuid REFERENCES users(id)\n);\n";
        let file = SourceFile::new("migrations/20251224093000_create_chats.sql", text);
        let start = text.find("users").unwrap();
        let mut problem =
            Problem::new(ExitClass::Failed, "statement.failed", "failed to apply 20251224093000 create_chats")
                .at(file, Span { start, end: start + 5 }, "relation \"users\" does not exist")
                .cause("`users` is made by no migration before this one")
                .remedy("whimbrel new create_users")
                .state("nothing was changed");
        problem.database = vec![
            ("message", "relation \"users\" does not exist".into()),
            ("code", "42P01".into()),
            ("hint", "a\nb".into()),
        ];
        problem
    }

    #[test]
    fn everything_there_is_to_say() {
        assert_snapshot!(check(&statement()));
    }

    #[test]
    fn the_least_there_is_to_say() {
        assert_snapshot!(check(&Problem::new(ExitClass::Failed, "x", "failed to do it")));
    }

    #[test]
    fn several_of_a_kind() {
        let mut problem = Problem::new(ExitClass::Usage, "x", "failed to read 1_a.sql").remedy("one").remedy("two");
        problem.others = vec![Problem::new(ExitClass::Usage, "x", "failed to read 2_b.sql")];
        assert_snapshot!(check(&problem));
    }

    #[test]
    fn nothing_secret_in_any_part() {
        let mut problem = statement().cause("hunter2").remedy("hunter2").state("hunter2");
        problem.message = "hunter2".into();
        problem.label = Some("hunter2".into());
        problem.database.push(("detail", "hunter2".into()));
        problem.others.push(problem.clone());
        assert!(!check(&problem).contains("hunter2"));
    }
}
