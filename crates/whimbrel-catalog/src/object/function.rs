use std::fmt;

use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::name::{Name, ident, quoted};
use crate::sql::{Alter, Context, Sql, Step};

/// A function, procedure or aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Function {
    /// Which of them.
    pub routine: Routine,
    /// A window function, or of an aggregate which it is; such routines cannot become others.
    pub nature: Nature,
    /// In order, those of the result too.
    pub arguments: Vec<Argument>,
    /// The defaults of the last arguments that are given: `1, now()`.
    pub defaults: Option<String>,
    /// How many these are.
    pub default_count: u16,
    /// `None` for a procedure.
    pub returns: Option<String>,
    /// `sql`, `plpgsql`, …
    pub language: String,
    /// `CREATE OR REPLACE FUNCTION …`, whole.
    pub definition: String,
}

/// What can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Routine {
    /// Window functions too.
    #[default]
    Function,
    Procedure,
    Aggregate,
}

/// What PostgreSQL does not let a routine of the same name and arguments become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Nature {
    #[default]
    Plain,
    Window,
    /// An aggregate over an order, with so many arguments before `ORDER BY`.
    OrderedSet(u16),
    Hypothetical(u16),
}

/// An argument of a routine, or a column of its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    #[allow(missing_docs)]
    pub mode: ArgumentMode,
    /// Empty where it has none.
    pub name: String,
    #[allow(missing_docs)]
    pub data_type: String,
}

/// Which way an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ArgumentMode {
    In,
    Out,
    InOut,
    Variadic,
    /// A column of `RETURNS TABLE`.
    Table,
}

impl ArgumentMode {
    /// `IN`, `OUT`, `INOUT`, `VARIADIC`, `TABLE`
    pub fn words(self) -> &'static str {
        match self {
            Self::In => "IN",
            Self::Out => "OUT",
            Self::InOut => "INOUT",
            Self::Variadic => "VARIADIC",
            Self::Table => "TABLE",
        }
    }

    /// Given by the caller.
    pub fn is_given(self) -> bool {
        matches!(self, Self::In | Self::InOut | Self::Variadic)
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mode != ArgumentMode::In {
            write!(f, "{} ", self.mode.words())?;
        }
        if !self.name.is_empty() {
            write!(f, "{} ", quoted(&self.name))?;
        }
        f.write_str(&self.data_type)
    }
}

impl Function {
    /// What the routine is called in [`ObjectId::name`]: as `DROP`, `ALTER` and `COMMENT ON` accept it, with types
    /// alone, `area(integer, integer)`; an aggregate without arguments `count(*)`, a procedure that has results
    /// `load(IN text, OUT integer)`.
    pub fn spelled(&self, name: &str) -> String {
        let has_results = self.arguments.iter().any(|argument| argument.mode == ArgumentMode::Out);
        let arguments = if self.routine == Routine::Procedure && has_results {
            self.arguments.iter().map(|a| format!("{} {}", a.mode.words(), a.data_type)).collect::<Vec<_>>()
        } else {
            self.arguments.iter().filter(|a| a.mode.is_given()).map(|a| a.data_type.clone()).collect()
        };
        let none = if self.routine == Routine::Aggregate { "*" } else { "" };
        let arguments = if arguments.is_empty() { none.to_owned() } else { arguments.join(", ") };
        format!("{}({arguments})", ident(name))
    }

    /// True where the server knows what the body calls: `BEGIN ATOMIC`, `RETURN`.
    pub(crate) fn is_parsed(&self) -> bool {
        self.parsed_body().is_some()
    }

    /// Where the body begins that the server has read. PostgreSQL writes it after all else, on a line of its own.
    fn parsed_body(&self) -> Option<usize> {
        let language = self.definition.find("\n LANGUAGE sql\n")?;
        let mut at = language + 1;
        for line in self.definition[at..].split_inclusive('\n') {
            let words = line.trim_start();
            if words.starts_with("AS ") {
                return None;
            }
            if words.starts_with("BEGIN ATOMIC") || words.starts_with("RETURN ") {
                return Some(at);
            }
            at += line.len();
        }
        None
    }

    /// A routine that takes and gives the same, and calls nothing. Its body is empty, which PostgreSQL takes while
    /// `check_function_bodies` is off.
    pub(crate) fn stub(&self) -> Step {
        Step::new(self.emptied().replacen("CREATE OR REPLACE ", "CREATE ", 1))
    }

    /// Makes of the routine one that calls nothing.
    pub(crate) fn empty(&self) -> Step {
        Step::new(self.emptied())
    }

    fn emptied(&self) -> String {
        let end = self.parsed_body().unwrap_or(self.definition.len());
        format!("{}AS ''", &self.definition[..end])
    }

    /// True where `CREATE OR REPLACE` takes `new`, of the same name and given types, in the place of this one.
    fn can_become(&self, new: &Self) -> bool {
        let results = |f: &Self| f.arguments.iter().filter(|a| !is_input(a)).cloned().collect::<Vec<_>>();
        // a row type is made of the results' names and types
        let rows = |f: &Self| f.arguments.iter().filter(|a| a.mode == ArgumentMode::InOut).cloned().collect::<Vec<_>>();
        let names = |f: &Self| f.arguments.iter().filter(|a| a.mode.is_given()).cloned().collect::<Vec<_>>();
        let (old_names, new_names) = (names(self), names(new));
        let named_alike = old_names.len() == new_names.len()
            && (old_names.iter().zip(&new_names))
                .all(|(old, new)| old.mode == new.mode && (old.name.is_empty() || old.name == new.name));
        let is_polymorphic = || new_names.iter().any(|argument| POLYMORPHIC.contains(&argument.data_type.as_str()));
        self.routine == new.routine
            && self.nature == new.nature
            && self.returns == new.returns
            && results(self) == results(new)
            && rows(self) == rows(new)
            && named_alike
            && self.default_count <= new.default_count
            // a default of such an argument has a type of its own, which has to stay
            && (self.default_count == 0 || self.defaults == new.defaults || !is_polymorphic())
    }
}

fn is_input(argument: &Argument) -> bool {
    matches!(argument.mode, ArgumentMode::In | ArgumentMode::Variadic)
}

const POLYMORPHIC: [&str; 11] = [
    "anyelement",
    "anyarray",
    "anynonarray",
    "anyenum",
    "anyrange",
    "anymultirange",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anycompatiblemultirange",
];

/// The id of a function without arguments: what a trigger calls.
pub(super) fn without_arguments(name: &Name) -> ObjectId {
    let spelled = Name { schema: name.schema.clone(), name: format!("{}()", ident(&name.name)) };
    ObjectId::new(ObjectKind::Function, &spelled)
}

impl Sql for Function {
    fn create(&self, _id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        vec![Step::new(self.definition.replacen("CREATE OR REPLACE ", "CREATE ", 1))]
    }

    fn alter(&self, new: &Self, _id: &ObjectId, _cx: &Context<'_>) -> Alter {
        if self.can_become(new) { Alter::InPlace(vec![Step::new(&new.definition)]) } else { Alter::Replace }
    }
}

impl Describe for Function {
    fn kind(&self) -> ObjectKind {
        match self.routine {
            Routine::Function => ObjectKind::Function,
            Routine::Procedure => ObjectKind::Procedure,
            Routine::Aggregate => ObjectKind::Aggregate,
        }
    }

    fn describe(&self) -> Description {
        let nature = match self.nature {
            Nature::Plain => None,
            Nature::Window => Some("window"),
            Nature::OrderedSet(_) => Some("ordered set"),
            Nature::Hypothetical(_) => Some("hypothetical set"),
        };
        let arguments: Vec<_> = self.arguments.iter().map(ToString::to_string).collect();
        vec![
            ("nature", nature.map(str::to_owned)),
            ("arguments", list(&arguments)),
            ("defaults", self.defaults.clone()),
            ("returns", self.returns.clone()),
            ("language", Some(self.language.clone())),
            ("definition", Some(self.definition.clone())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(definition: &str) -> Function {
        Function { definition: definition.to_owned(), ..Function::default() }
    }

    #[test]
    fn a_stub_has_all_but_the_body() {
        let head =
            "CREATE OR REPLACE FUNCTION public.f(n integer)\n RETURNS boolean\n LANGUAGE sql\n IMMUTABLE STRICT\n";
        for body in ["RETURN public.g(n)\n", "BEGIN ATOMIC\n SELECT public.g(f.n);\nEND\n"] {
            let function = function(&format!("{head}{body}"));
            assert!(function.is_parsed());
            assert_eq!(function.empty().sql, format!("{head}AS ''"));
            assert!(function.stub().sql.starts_with("CREATE FUNCTION public.f(n integer)\n"));
        }
    }

    #[test]
    fn a_body_in_quotes_is_not_read_by_the_server() {
        let head = "CREATE OR REPLACE FUNCTION public.f()\n RETURNS integer\n LANGUAGE";
        assert!(!function(&format!("{head} sql\nAS $function$\nRETURN 1\n$function$\n")).is_parsed());
        assert!(!function(&format!("{head} plpgsql\nAS $function$BEGIN\nRETURN 1;\nEND$function$\n")).is_parsed());
    }
}
