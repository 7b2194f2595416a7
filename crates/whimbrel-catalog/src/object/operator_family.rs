use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list};
use crate::sql::{Alter, Context, Sql, Step};

/// A family of operator classes of one access method, with the operators and functions that belong to it itself and
/// not to one of its classes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorFamily {
    /// Operators first, then functions; by number, then types.
    pub members: Vec<OperatorMember>,
}

/// An operator or function of a family or class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorMember {
    /// `OPERATOR 3 (integer, bigint)`, `FUNCTION 1 (integer, bigint)`: there is one such in a family.
    pub place: String,
    /// What has the place, as SQL writes it: `app.===(integer,bigint) FOR ORDER BY pg_catalog.float_ops`,
    /// `app.cmp(integer,bigint)`.
    pub what: String,
}

impl OperatorMember {
    /// As `CREATE OPERATOR CLASS` and `ALTER OPERATOR FAMILY … ADD` write it.
    pub(super) fn sql(&self) -> String {
        match self.place.split_once(" (") {
            Some((number, _)) if number.starts_with("OPERATOR") => format!("{number} {}", self.what),
            _ => format!("{} {}", self.place, self.what),
        }
    }
}

/// The facts `operators` and `functions` of members.
pub(super) fn facts(members: &[OperatorMember]) -> Description {
    let of = |word: &str| {
        let members = members.iter().filter(|member| member.place.starts_with(word));
        list(&members.map(|member| format!("{} {}", &member.place[word.len() + 1..], member.what)).collect::<Vec<_>>())
    };
    vec![("operators", of("OPERATOR")), ("functions", of("FUNCTION"))]
}

fn alter(id: &ObjectId, what: &str, items: &[String]) -> Step {
    Step::new(format!("ALTER OPERATOR FAMILY {} {what}\n    {}", id.sql(), items.join(",\n    ")))
}

impl Sql for OperatorFamily {
    fn create(&self, id: &ObjectId, _cx: &Context<'_>) -> Vec<Step> {
        let mut steps = vec![Step::new(format!("CREATE OPERATOR FAMILY {}", id.sql()))];
        let members: Vec<_> = self.members.iter().map(OperatorMember::sql).collect();
        if !members.is_empty() {
            steps.push(alter(id, "ADD", &members));
        }
        steps
    }

    fn alter(&self, new: &Self, id: &ObjectId, _cx: &Context<'_>) -> Alter {
        let gone = self.members.iter().filter(|member| !new.members.contains(member));
        let gone: Vec<_> = gone.map(|member| member.place.clone()).collect();
        let come = new.members.iter().filter(|member| !self.members.contains(member));
        let come: Vec<_> = come.map(OperatorMember::sql).collect();
        let mut steps = Vec::new();
        if !gone.is_empty() {
            steps.push(alter(id, "DROP", &gone));
        }
        if !come.is_empty() {
            steps.push(alter(id, "ADD", &come));
        }
        Alter::InPlace(steps)
    }
}

impl Describe for OperatorFamily {
    fn kind(&self) -> ObjectKind {
        ObjectKind::OperatorFamily
    }

    fn describe(&self) -> Description {
        facts(&self.members)
    }
}
