use std::collections::BTreeMap;

use super::type_use::{columns_of, is_type};
use crate::attribute::Part;
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, when};
use crate::name::{Name, ident, literal, quoted};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};

/// A domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The type it stands on, with modifiers.
    pub data_type: String,
    /// Where it is not the type's own.
    pub collation: Option<String>,
    #[allow(missing_docs)]
    pub not_null: bool,
    /// The name of the constraint NOT NULL, where it is not the one that PostgreSQL gives; from PostgreSQL 17 on.
    pub not_null_name: Option<String>,
    /// An expression.
    pub default: Option<String>,
    /// By name.
    pub checks: BTreeMap<String, DomainCheck>,
}

/// A check of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainCheck {
    /// `CHECK ((VALUE > 0))`
    pub definition: String,
    /// False for `NOT VALID`: values that were there before were not looked at.
    pub validated: bool,
}

impl DomainCheck {
    fn same_check(&self, other: &Self) -> bool {
        self.definition == other.definition && (self.validated || !other.validated)
    }

    /// `ALTER DOMAIN … ADD CONSTRAINT`
    fn add(&self, name: &str, id: &ObjectId) -> Step {
        let not_valid = if self.validated { "" } else { " NOT VALID" };
        let add = format!("ADD CONSTRAINT {} {}{not_valid}", ident(name), self.definition);
        Step::new(format!("ALTER DOMAIN {} {add}", id.sql()))
    }
}

/// The comment that a constraint which is made again had and is to have.
fn comment_again(name: &str, id: &ObjectId, cx: &Context<'_>) -> Option<Step> {
    let part = Part::Constraint(name.to_owned());
    let of = |catalog: &Catalog| catalog.attributes.get(id)?.part_comments.get(&part).cloned();
    let comment = of(cx.after).filter(|comment| of(cx.before).as_ref() == Some(comment))?;
    let on = format!("{} ON DOMAIN {}", ident(name), id.sql());
    Some(Step::new(format!("COMMENT ON CONSTRAINT {on} IS {}", literal(&comment))))
}

impl Domain {
    /// What the check or NOT NULL of that name is called in `new`; `None` where it is gone.
    pub(crate) fn constraint_after(&self, name: &str, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Option<String> {
        if cx.version >= 17 && self.not_null && self.name_of_not_null(id) == name {
            return new.not_null.then(|| new.name_of_not_null(id));
        }
        new.checks.contains_key(name).then(|| name.to_owned())
    }

    fn name_of_not_null(&self, id: &ObjectId) -> String {
        self.not_null_name.clone().unwrap_or_else(|| format!("{}_not_null", id.name))
    }

    /// True where its type is a domain that has a default, which it would have too if nothing were said.
    fn inherits_default(&self, cx: &Context<'_>) -> bool {
        let is_base = |name: &Name| ObjectId::new(ObjectKind::Domain, name).sql() == self.data_type;
        cx.after.domains.iter().any(|(name, base)| base.default.is_some() && is_base(name))
    }

    /// The steps for `NOT NULL`, and whether values have to be looked at.
    fn alter_not_null(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> (Option<Step>, bool) {
        let step = |what: String| Some(Step::new(format!("ALTER DOMAIN {} {what}", id.sql())));
        match (self.not_null, new.not_null) {
            (true, false) => (step("DROP NOT NULL".to_owned()), false),
            (false, true) => match new.not_null_name.as_ref().filter(|_| cx.version >= 17) {
                Some(name) => (step(format!("ADD CONSTRAINT {} NOT NULL", ident(name))), true),
                None => (step("SET NOT NULL".to_owned()), true),
            },
            (true, true) if self.not_null_name != new.not_null_name && cx.version >= 17 => {
                let (old, new) = (self.name_of_not_null(id), new.name_of_not_null(id));
                (step(format!("RENAME CONSTRAINT {} TO {}", ident(&old), ident(&new))), false)
            }
            _ => (None, false),
        }
    }

    /// The steps for checks; a second list has those that look at values.
    fn alter_checks(&self, new: &Self, id: &ObjectId) -> (Vec<Step>, Vec<Step>) {
        let alter = format!("ALTER DOMAIN {}", id.sql());
        let (mut steps, mut scans) = (Vec::new(), Vec::new());
        for name in self.checks.keys() {
            let old = &self.checks[name];
            if !new.checks.get(name).is_some_and(|new| new.same_check(old)) {
                steps.push(Step::new(format!("{alter} DROP CONSTRAINT {}", ident(name))));
            }
        }
        for (name, check) in &new.checks {
            match self.checks.get(name) {
                Some(old) if check.same_check(old) => {
                    if check.validated && !old.validated {
                        scans.push(Step::new(format!("{alter} VALIDATE CONSTRAINT {}", ident(name))));
                    }
                }
                _ if check.validated => scans.push(check.add(name, id)),
                _ => steps.push(check.add(name, id)),
            }
        }
        (steps, scans)
    }

    /// PostgreSQL looks at no values inside arrays, composite and range types, and refuses what would have to.
    fn is_in_containers(id: &ObjectId, columns: &[ObjectId], cx: &Context<'_>) -> bool {
        let array = |column: &ObjectId| {
            let table = column.relation().and_then(|name| cx.before.tables.get(&name));
            table.and_then(|table| table.column(&column.name)).is_some_and(|column| column.data_type.ends_with("[]"))
        };
        let mut dependants = cx.before.dependencies.dependants(id);
        columns.iter().any(array)
            || dependants
                .any(|it| is_type(it.kind) && it.kind != ObjectKind::Domain && !columns_of(it, cx.before).is_empty())
    }
}

impl Domain {
    /// A domain without what may call functions, which may need the domain.
    pub(crate) fn stub(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        Self { default: None, checks: BTreeMap::new(), ..self.clone() }.create(id, cx)
    }

    /// Makes the whole of a stub.
    pub(crate) fn fill(&self, id: &ObjectId) -> Vec<Step> {
        let set = |default: &String| Step::new(format!("ALTER DOMAIN {} SET DEFAULT {default}", id.sql()));
        let mut steps: Vec<_> = self.default.iter().map(set).collect();
        steps.extend(self.checks.iter().map(|(name, check)| check.add(name, id)));
        steps
    }

    /// Frees the name that PostgreSQL gives a NOT NULL, of the domain that was `id` and is `old` now: one that is made
    /// meanwhile under the domain's name would be called otherwise.
    pub(crate) fn give_up_names(&self, id: &ObjectId, old: &ObjectId, cx: &Context<'_>) -> Option<Step> {
        let is_named_by_server = self.not_null && self.not_null_name.is_none() && cx.version >= 17;
        let (from, to) = (self.name_of_not_null(id), self.name_of_not_null(old));
        let rename = format!("RENAME CONSTRAINT {} TO {}", ident(&from), ident(&to));
        is_named_by_server.then(|| Step::new(format!("ALTER DOMAIN {} {rename}", old.sql())))
    }

    /// Takes away what may call functions.
    pub(crate) fn empty(&self, id: &ObjectId) -> Vec<Step> {
        let alter = format!("ALTER DOMAIN {}", id.sql());
        let drop = |name: &String| Step::new(format!("{alter} DROP CONSTRAINT {}", ident(name)));
        let mut steps: Vec<_> = self.checks.keys().map(drop).collect();
        steps.extend(self.default.iter().map(|_| Step::new(format!("{alter} DROP DEFAULT"))));
        steps
    }
}

impl Sql for Domain {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let mut sql = format!("CREATE DOMAIN {} AS {}", id.sql(), self.data_type);
        let mut say = |clause: String| sql.push_str(&format!("\n    {clause}"));
        if let Some(collation) = &self.collation {
            say(format!("COLLATE {collation}"));
        }
        match &self.default {
            Some(default) => say(format!("DEFAULT {default}")),
            None if self.inherits_default(cx) => say("DEFAULT NULL".to_owned()),
            None => {}
        }
        match &self.not_null_name {
            Some(name) if self.not_null => say(format!("CONSTRAINT {} NOT NULL", ident(name))),
            _ if self.not_null => say("NOT NULL".to_owned()),
            _ => {}
        }
        for (name, check) in self.checks.iter().filter(|(_, check)| check.validated) {
            say(format!("CONSTRAINT {} {}", ident(name), check.definition));
        }
        let mut steps = vec![Step::new(sql)];
        steps.extend(self.checks.iter().filter(|(_, c)| !c.validated).map(|(name, check)| check.add(name, id)));
        steps
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let columns = columns_of(id, cx.before);
        let (not_null, scan) = self.alter_not_null(new, id, cx);
        let (mut steps, mut scans) = self.alter_checks(new, id);
        if scan { &mut scans } else { &mut steps }.extend(not_null);
        if (&self.data_type, &self.collation) != (&new.data_type, &new.collation)
            || !scans.is_empty() && Self::is_in_containers(id, &columns, cx)
        {
            return Alter::Beside;
        }
        steps.extend(scans.into_iter().map(|step| scanning(step, &columns, cx)));
        if self.default != new.default {
            let default = new.default.as_ref();
            let what = default.map_or_else(|| "DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {default}"));
            steps.push(Step::new(format!("ALTER DOMAIN {} {what}", id.sql())));
        }
        let again =
            new.checks.iter().filter(|(name, new)| self.checks.get(*name).is_some_and(|old| !new.same_check(old)));
        steps.extend(again.filter_map(|(name, _)| comment_again(name, id, cx)));
        Alter::InPlace(steps)
    }
}

/// With what it means that all columns of the domain are read. Source: `validateDomainCheckConstraint`, which takes
/// SHARE on their tables; from PostgreSQL 18 on SHARE UPDATE EXCLUSIVE to validate.
fn scanning(mut step: Step, columns: &[ObjectId], cx: &Context<'_>) -> Step {
    let waits = cx.version < 18 || !step.sql.contains(" VALIDATE CONSTRAINT ");
    let mut tables: Vec<_> = columns.iter().filter_map(ObjectId::relation).collect();
    tables.dedup();
    for table in tables {
        let table = ObjectId::new(ObjectKind::Table, &table).short();
        step = step.hazard(HazardKind::Scans, format!("all rows of {table}"));
        if waits {
            step = step.hazard(HazardKind::Blocks, format!("writers of {table} wait"));
        }
    }
    step
}

impl Describe for Domain {
    fn kind(&self) -> ObjectKind {
        ObjectKind::Domain
    }

    fn describe(&self) -> Description {
        let checks = self.checks.iter().map(|(name, check)| {
            let not_valid = if check.validated { "" } else { " NOT VALID" };
            format!("{} {}{not_valid}", quoted(name), check.definition)
        });
        vec![
            ("type", Some(self.data_type.clone())),
            ("collation", self.collation.clone()),
            ("not null", when(self.not_null)),
            ("not null name", self.not_null_name.clone()),
            ("default", self.default.clone()),
            ("checks", list(&checks.collect::<Vec<_>>())),
        ]
    }
}
