//! `[lint]`, as the rules take it.

use whimbrel_lint::Config as Rules;
use whimbrel_plan::problem::together;
use whimbrel_plan::{ExitClass, Problem};

use super::Config;

impl Config {
    /// What the project says of the lint rules; all that is wrong with it is told together.
    pub fn lint(&self) -> Result<Rules, Problem> {
        let mut rules = Rules::default();
        let settings = &self.settings.lint;
        let mut problems = Vec::new();
        for (code, severity) in &settings.rules {
            if let Err(error) = rules.set(&code.value, &severity.value) {
                let span = if whimbrel_lint::find(&code.value).is_none() { code.span } else { severity.span };
                let problem =
                    Problem::new(ExitClass::Usage, "config.lint", format!("failed to read whimbrel.toml: {error}"))
                        .remedy(error.remedy())
                        .state("nothing was touched");
                problems.push(match &self.file {
                    Some(file) => problem.at(file.clone(), span, ""),
                    None => problem,
                });
            }
        }
        if let Some(columns) = &settings.owner_columns {
            rules.owner_columns = columns.iter().map(|column| self.expand(column)).collect::<Result<_, _>>()?;
        }
        rules.small_rows = settings.small_rows.unwrap_or(rules.small_rows);
        if problems.is_empty() { Ok(rules) } else { Err(together(problems)) }
    }
}
