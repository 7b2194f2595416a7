use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, yes_no};
use crate::name::literal;
use crate::sql::{Alter, Context, Sql, Step};

/// A collation. The version of the library it comes from is not compared: it is the machine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collation {
    /// `libc`, `icu`; from PostgreSQL 17 on `builtin`.
    pub provider: String,
    /// Of ICU or the built-in provider.
    pub locale: Option<String>,
    /// `LC_COLLATE` and `LC_CTYPE` of libc.
    pub libc: Option<(String, String)>,
    /// Texts that differ in their bytes are never equal.
    pub deterministic: bool,
    /// Of ICU, from PostgreSQL 16 on.
    pub rules: Option<String>,
}

impl Collation {
    /// `lc_collate` and `lc_ctype`, or `locale` where these are the same.
    fn locales(&self) -> [(&'static str, Option<&String>); 3] {
        match &self.libc {
            Some((collate, ctype)) if collate == ctype => {
                [("locale", Some(collate)), ("lc_collate", None), ("lc_ctype", None)]
            }
            Some((collate, ctype)) => [("locale", None), ("lc_collate", Some(collate)), ("lc_ctype", Some(ctype))],
            None => [("locale", self.locale.as_ref()), ("lc_collate", None), ("lc_ctype", None)],
        }
    }
}

impl Sql for Collation {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut items = vec![format!("provider = {}", self.provider)];
        items.extend(
            self.locales().iter().filter_map(|(name, value)| Some(format!("{name} = {}", literal(value.as_ref()?)))),
        );
        if !self.deterministic {
            items.push("deterministic = false".to_owned());
        }
        items.extend(self.rules.iter().map(|rules| format!("rules = {}", literal(rules))));
        vec![Step::new(format!("CREATE COLLATION {} ({})", id.sql(), items.join(", ")))]
    }

    fn alter(&self, _new: &Self, _id: &ObjectId, _cx: &Context<'_>) -> Alter {
        Alter::Beside
    }
}

impl Describe for Collation {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Collation
    }

    fn describe(&self) -> Description {
        let mut facts = vec![("provider", Some(self.provider.clone()))];
        facts.extend(self.locales().map(|(name, value)| (name, value.cloned())));
        facts.extend([("deterministic", yes_no(self.deterministic)), ("rules", self.rules.clone())]);
        facts
    }
}
