//! Rows of functions, procedures and aggregates, as the model has them.

use whimbrel_catalog::{Argument, ArgumentMode, Function, Name, Nature, ObjectId, ObjectKind, Routine, ident};

use super::cells::Cells;
use super::{Loader, class};
use crate::DbError;

impl Loader {
    pub(super) fn function(&mut self, row: &mut Cells<'_>) -> Result<(), DbError> {
        let oid = row.number()?;
        let (schema, name) = (row.text()?, row.text()?);
        if self.ignores(&schema) {
            return Ok(());
        }
        let kind = row.letter()?;
        let routine = match kind {
            b'p' => Routine::Procedure,
            b'a' => Routine::Aggregate,
            _ => Routine::Function,
        };
        let returns = row.optional().filter(|_| routine != Routine::Procedure);
        let language = row.text()?;
        let arguments = arguments(&row.texts(), row.texts(), row.texts());
        let (default_count, defaults) = (row.number()?, row.optional());
        let mut definition = row.text()?.trim_end().to_owned();
        let nature = match (kind, row.optional().as_deref()) {
            (b'w', _) => Nature::Window,
            (_, Some("o")) => Nature::OrderedSet(row.number()?),
            (_, Some("h")) => Nature::Hypothetical(row.number()?),
            _ => {
                row.optional();
                Nature::Plain
            }
        };
        if let Some(signature) = row.optional() {
            let signature = if signature.is_empty() { "*" } else { signature.as_str() };
            let head = format!("{}.{}({signature})", ident(&schema), ident(&name));
            definition = format!("CREATE OR REPLACE AGGREGATE {head} (\n    {definition}\n)");
        }
        let function = Function { routine, nature, arguments, defaults, default_count, returns, language, definition };
        let name = Name::in_schema(schema, function.spelled(&name));
        let kind = match routine {
            Routine::Function => ObjectKind::Function,
            Routine::Procedure => ObjectKind::Procedure,
            Routine::Aggregate => ObjectKind::Aggregate,
        };
        self.learn(class::PROCEDURE, oid, ObjectId::new(kind, &name));
        self.catalog.functions.insert(name, function);
        Ok(())
    }
}

/// Modes and names are empty where all arguments are given ones, or none has a name.
fn arguments(modes: &[String], names: Vec<String>, types: Vec<String>) -> Vec<Argument> {
    let mut names = names.into_iter();
    let argument = |(at, data_type)| Argument {
        mode: match modes.get(at).map(String::as_str) {
            Some("o") => ArgumentMode::Out,
            Some("b") => ArgumentMode::InOut,
            Some("v") => ArgumentMode::Variadic,
            Some("t") => ArgumentMode::Table,
            _ => ArgumentMode::In,
        },
        name: names.next().unwrap_or_default(),
        data_type,
    };
    types.into_iter().enumerate().map(argument).collect()
}
