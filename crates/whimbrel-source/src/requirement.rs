//! What must exist before a migration may run.

mod read;

pub(crate) use read::read;

use crate::{ObjectName, Span};

/// One thing named after `-- migrate:requires`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What is needed.
    pub need: Need,
    /// Where it is asked for.
    pub span: Span,
}

/// The kinds of things a migration can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// `table users`, `table app.users`
    Table(ObjectName),
    /// `column users.id`, `column app.users.id`
    Column(ObjectName, String),
    /// `extension pgcrypto`
    Extension(String),
    /// `role app`
    Role(String),
    /// `schema app`
    Schema(String),
    /// `type mood`
    Type(ObjectName),
    /// `function touch_updated_at`
    Function(ObjectName),
    /// `postgres >=12`: the lowest (or exact, …) version, as written: an operator and a version.
    Postgres(VersionBound),
    /// `sqlite >=3.35`
    Sqlite(VersionBound),
    /// `variable OAUTH_ENCRYPTION_KEY`: an environment variable that is set and not empty.
    Variable(String),
}

/// `>=12`, `<18`, `=17.5`; a bare number means `>=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionBound {
    /// How to compare.
    pub op: BoundOp,
    /// Major, minor, …; missing parts compare as absent, so `=17` admits `17.5`.
    pub version: Vec<u32>,
}

impl VersionBound {
    /// Reads `>=12`, `<18`, `= 17.5` or `12`; blanks around it and after the operator do not matter. `None` where it
    /// is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let ops = [
            (">=", BoundOp::AtLeast),
            ("<=", BoundOp::AtMost),
            (">", BoundOp::Above),
            ("<", BoundOp::Below),
            ("=", BoundOp::Exactly),
            ("", BoundOp::AtLeast),
        ];
        let text = text.trim();
        let (op, version) = ops.into_iter().find_map(|(sign, op)| Some((op, text.strip_prefix(sign)?)))?;
        let version = version
            .trim()
            .split('.')
            // `parse` alone would take `+12`.
            .map(|part| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?)
            .collect::<Option<Vec<u32>>>()?;
        Some(Self { op, version })
    }
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundOp {
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `=`
    Exactly,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let bound = |op, version: &[u32]| Some(VersionBound { op, version: version.to_vec() });
        assert_eq!(VersionBound::parse(">=12"), bound(BoundOp::AtLeast, &[12]));
        assert_eq!(VersionBound::parse(" = 17.5 "), bound(BoundOp::Exactly, &[17, 5]));
        assert_eq!(VersionBound::parse("<18"), bound(BoundOp::Below, &[18]));
        assert_eq!(VersionBound::parse("<= 3.35.4"), bound(BoundOp::AtMost, &[3, 35, 4]));
        assert_eq!(VersionBound::parse(">12"), bound(BoundOp::Above, &[12]));
        assert_eq!(VersionBound::parse("12"), bound(BoundOp::AtLeast, &[12]));
        for wrong in ["", ">=", "~12", "12.", "twelve", "+12", ">=-1", ">=12, <18", "99999999999"] {
            assert_eq!(VersionBound::parse(wrong), None, "{wrong}");
        }
    }
}
