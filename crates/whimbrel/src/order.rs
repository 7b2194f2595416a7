//! A pending migration that is older than an applied one: a fresh database runs it before that one, the target after. Both
//! orders are tried on shadow databases, and what comes out must be the same schema.

use whimbrel_catalog::summary::one_line;
use whimbrel_catalog::{Action, Catalog, Change};
use whimbrel_db::Connection;
use whimbrel_plan::problem::together;
use whimbrel_plan::{ExitClass, OrderProven, Plan, Problem, StatusRow};
use whimbrel_source::{Engine, Migration, MigrationSet};

use crate::apply::in_a_line;
use crate::prepare::{Prepared, shown};
use crate::schema::read::Reader;
use crate::{ApplyOptions, Session};

/// How many differences a message lists.
const LISTED: usize = 10;

/// Why it is not known to make none.
enum Unproven {
    /// It could not be tried.
    NotTried(String),
    /// The schemas differ, or one order does not run.
    Differs(String),
}

impl Session<'_> {
    /// Proves that what is out of order may be.
    ///
    /// # Errors
    /// Refused where it makes a difference, or could not be tried. The target is not touched.
    pub(crate) async fn in_order(
        &self,
        files: &MigrationSet,
        prepared: &Prepared,
        options: &ApplyOptions,
        may_try: bool,
    ) -> Result<Option<OrderProven>, Problem> {
        let late = &prepared.out_of_order;
        if late.is_empty() {
            return Ok(None);
        }
        let tried = match may_try {
            true => self.both_orders(files, prepared, options).await,
            false => Err(Unproven::NotTried("--no-rehearse was given".to_owned())),
        };
        match tried {
            Ok(on) => Ok(Some(OrderProven { versions: late.iter().map(|row| row.version.clone()).collect(), on })),
            Err(why) => Err(together(late.iter().map(|row| refused(row, &why)).collect()).state("nothing was touched")),
        }
    }

    /// The shadow where both come to the same.
    async fn both_orders(
        &self,
        files: &MigrationSet,
        prepared: &Prepared,
        options: &ApplyOptions,
    ) -> Result<String, Unproven> {
        if !matches!(self.connection, Connection::Postgres(_)) {
            return Err(Unproven::NotTried("there is no shadow database for SQLite".to_owned()));
        }
        let applied = self.applied_files(files, prepared)?;
        let late: Vec<&Migration> = prepared.out_of_order.iter().filter_map(|row| files.get(&row.version)).collect();
        let as_here: Vec<&Migration> = applied.iter().chain(&late).copied().collect();
        let mut as_fresh = as_here.clone();
        as_fresh.sort_by(|a, b| a.version.cmp(&b.version));
        let schema = self.schema_options(options.shadow.clone());
        let mut reader = Reader::new(&schema);
        let both = async {
            let here = replayed(&mut reader, &as_here).await;
            let here = here.map_err(|why| Unproven::Differs(format!("in the order of this database: {why}")))?;
            let fresh = replayed(&mut reader, &as_fresh).await;
            let fresh = fresh.map_err(|why| Unproven::Differs(format!("in the order of a fresh database: {why}")))?;
            Ok((here, fresh))
        };
        let both = both.await;
        let on = reader.shadow().map(whimbrel_db::shadow::Shadow::what).unwrap_or_default();
        let closed = reader.close().await;
        let (here, fresh) = both?;
        closed.map_err(|problem| Unproven::NotTried(in_a_line(&problem)))?;
        let changes = Catalog::changes(&fresh, &here);
        if changes.is_empty() {
            return Ok(on);
        }
        Err(Unproven::Differs(format!("the schema is another:\n  {}", told(&changes).join("\n  "))))
    }

    /// The files of what is applied, as it was applied.
    fn applied_files<'f>(&self, files: &'f MigrationSet, prepared: &Prepared) -> Result<Vec<&'f Migration>, Unproven> {
        let one = |applied: &whimbrel_plan::Applied| {
            let event = &applied.event;
            let file = files.get(&event.version).filter(|it| it.checksum(self.engine()).to_string() == event.checksum);
            let why = || format!("the file of {} is missing or has been edited since it was applied", event.version);
            file.ok_or_else(|| Unproven::NotTried(why()))
        };
        prepared.history.applied.values().map(one).collect()
    }
}

/// What differs, from a fresh database to this one.
fn told(changes: &[Change]) -> Vec<String> {
    let value = |value: &Option<String>| value.as_deref().map_or("none".to_owned(), one_line);
    let one = |change: &Change| {
        let what = match change.action {
            Action::Created => "here alone".to_owned(),
            Action::Dropped => "on a fresh database alone".to_owned(),
            Action::Altered => {
                let facts = change.facts.iter();
                let facts = facts.map(|it| format!("{} {} there, {} here", it.name, value(&it.old), value(&it.new)));
                facts.collect::<Vec<_>>().join("; ")
            }
        };
        format!("{} {}: {what}", change.object.kind, change.object.short())
    };
    let mut lines: Vec<String> = changes.iter().take(LISTED).map(one).collect();
    if changes.len() > LISTED {
        lines.push(format!("and {} more", changes.len() - LISTED));
    }
    lines
}

async fn replayed(reader: &mut Reader<'_>, migrations: &[&Migration]) -> Result<Catalog, String> {
    let plan = Plan::apply(migrations, Engine::Postgres).map_err(|errors| in_a_line(&together(errors)))?;
    let side = reader.replayed(&plan.for_one_session()).await;
    side.map(|side| side.catalog).map_err(|problem| in_a_line(&problem))
}

/// Refused where nobody tried the orders.
pub(crate) fn not_tried(row: &StatusRow, why: &str) -> Problem {
    refused(row, &Unproven::NotTried(why.to_owned()))
}

fn refused(row: &StatusRow, why: &Unproven) -> Problem {
    let message = format!("{} is pending, but newer migrations are applied already", shown(row));
    let problem = Problem::new(ExitClass::Refused, "apply.out_of_order", message);
    let merged = "it was merged after a newer one had been applied; on a fresh database it would run before that one";
    match why {
        Unproven::NotTried(why) => problem
            .cause(format!("{merged}\nwhether that makes a difference was not tried: {why}"))
            .remedy("if it does not depend on the order, apply it now: whimbrel apply --allow-out-of-order")
            .remedy("or give its file a newer version, so that the order is the same everywhere"),
        Unproven::Differs(difference) => problem
            .cause(format!("{merged}\ntried in both orders on a shadow database, it makes a difference: {difference}"))
            .remedy("give its file a newer version, so that the order is the same everywhere")
            .remedy("or, if you want the difference: whimbrel apply --allow-out-of-order"),
    }
}
