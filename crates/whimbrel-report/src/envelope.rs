//! What every command's JSON has in common.

use serde::Serialize;
use serde_json::{Map, Value};
use whimbrel_plan::Problem;

use crate::ProblemJson;

/// The version of the JSON's shape, as in `{"whimbrel": 1, …}`.
pub const VERSION: u32 = 1;

/// The one object that a command prints: `whimbrel`, `command`, `ok`, then the command's own fields, then `error`.
#[derive(Debug, Clone)]
pub struct Envelope {
    command: String,
    fields: Map<String, Value>,
    error: Option<ProblemJson>,
}

/// The database a command worked on.
#[derive(Debug, Clone, Serialize)]
pub struct TargetJson {
    /// Its address without any secret.
    pub address: String,
    /// Where the address was set, such as `DATABASE_URL (.env:1)`.
    pub origin: String,
    /// The chosen environment.
    pub environment: Option<String>,
    /// What was left aside while the address was read, such as a password file that others may read.
    pub warnings: Vec<String>,
}

impl Envelope {
    /// Of a command, without anything yet.
    pub fn new(command: impl Into<String>) -> Self {
        Self { command: command.into(), fields: Map::new(), error: None }
    }

    /// With one more field.
    ///
    /// # Panics
    /// Where `value` cannot be JSON: none of this crate's types is such.
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("report types have string keys and serialize");
        self.fields.insert(name.to_owned(), value);
        self
    }

    /// With the fields of `value`, which is an object.
    ///
    /// # Panics
    /// Where `value` is no object.
    pub fn with_all(mut self, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => self.fields.extend(fields),
            other => panic!("a report is an object, not {other:?}"),
        }
        self
    }

    /// With the failure; `exit` is the process's exit code.
    pub fn error(mut self, problem: &Problem, exit: u8) -> Self {
        self.error = Some(ProblemJson::new(problem, exit));
        self
    }

    /// As JSON. `ok` is false where there is an error.
    pub fn into_value(self) -> Value {
        let mut object = Map::new();
        object.insert("whimbrel".to_owned(), VERSION.into());
        object.insert("command".to_owned(), self.command.into());
        object.insert("ok".to_owned(), self.error.is_none().into());
        object.extend(self.fields);
        if let Some(error) = self.error {
            let error = serde_json::to_value(error).expect("report types have string keys and serialize");
            object.insert("error".to_owned(), error);
        }
        Value::Object(object)
    }
}
