//! What a project says of the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Severity;
use crate::rule::{self, Rule};

/// Which rules count how much, and the few values that rules ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// By code; `None` for off. What is not in here has the rule's own severity.
    severities: BTreeMap<&'static str, Option<Severity>>,
    /// Rules whose findings pass this time.
    allowed: BTreeSet<&'static str>,
    /// Columns that say to whom a row belongs. `user_id`
    pub owner_columns: Vec<String>,
    /// A table of so many rows or fewer, and 256 MB or less, is read, rewritten or indexed before anybody notices. 10,000
    pub small_rows: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            severities: BTreeMap::new(),
            allowed: BTreeSet::new(),
            owner_columns: vec!["user_id".to_owned()],
            small_rows: 10_000,
        }
    }
}

/// A setting that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// No rule has that code.
    #[error("no lint rule is called `{code}`")]
    UnknownRule {
        /// As written.
        code: String,
        /// The known code that is nearest to it.
        nearest: Option<&'static str>,
    },
    /// It is neither a severity nor `off`.
    #[error("`{value}` is not a severity of a lint rule")]
    UnknownSeverity {
        /// As written.
        value: String,
    },
}

impl ConfigError {
    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::UnknownRule { nearest: Some(code), .. } => format!("write `{code}`"),
            Self::UnknownRule { nearest: None, .. } => "docs/rules/README.md lists the rules".to_owned(),
            Self::UnknownSeverity { .. } => "write `error`, `warning`, `advice` or `off`".to_owned(),
        }
    }
}

impl Config {
    /// Sets a rule's severity: `error`, `warning`, `advice` or `off`.
    ///
    /// # Errors
    /// No such rule, or no such severity.
    pub fn set(&mut self, code: &str, severity: &str) -> Result<(), ConfigError> {
        let rule = known(code)?;
        let value = match severity {
            "off" => None,
            _ => Some(
                Severity::ALL
                    .into_iter()
                    .find(|known| known.as_str() == severity)
                    .ok_or_else(|| ConfigError::UnknownSeverity { value: severity.to_owned() })?,
            ),
        };
        self.severities.insert(rule.code, value);
        Ok(())
    }

    /// Lets every finding of a rule pass that no comment lets pass.
    ///
    /// # Errors
    /// No such rule.
    pub fn allow(&mut self, code: &str) -> Result<(), ConfigError> {
        self.allowed.insert(known(code)?.code);
        Ok(())
    }

    /// The rules that [`Config::allow`] was called for.
    pub fn allowed(&self) -> &BTreeSet<&'static str> {
        &self.allowed
    }

    /// What counts for a finding of that rule, which asks for `wanted` itself; `None` where it is off.
    pub(crate) fn severity(&self, rule: &Rule, wanted: Option<Severity>) -> Option<Severity> {
        match self.severities.get(rule.code) {
            Some(set) => *set,
            None => rule.severity.map(|own| wanted.unwrap_or(own)),
        }
    }

    /// False where nothing the rule finds would be shown.
    pub(crate) fn is_on(&self, rule: &Rule) -> bool {
        self.severity(rule, None).is_some()
    }
}

fn known(code: &str) -> Result<&'static Rule, ConfigError> {
    rule::find(code).ok_or_else(|| ConfigError::UnknownRule { code: code.to_owned(), nearest: rule::nearest(code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_is_told_with_the_nearest() {
        let error = Config::default().set("drop-colunm", "off").unwrap_err();
        assert_eq!(error.to_string(), "no lint rule is called `drop-colunm`");
        assert_eq!(error.remedy(), "write `drop-column`");
        let error = Config::default().set("drop-column", "fatal").unwrap_err();
        assert_eq!(error.remedy(), "write `error`, `warning`, `advice` or `off`");
    }
}
