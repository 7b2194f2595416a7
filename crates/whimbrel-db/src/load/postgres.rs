//! Loading into PostgreSQL.

use super::batch::{self, Session};
use super::cause::{self, Around};
use super::item::Item;
use super::prepare::prepare;
use super::queue::{Outcome, Queue};
use super::{LoadError, Loaded, Remark, Roles, Script, Step, bodies, enums, loosen, refuse, remarks};
use crate::postgres::SessionSettings;
use crate::sql::identifier;
use crate::{DbError, Postgres};

const SAVEPOINT: &str = "SAVEPOINT whimbrel_load";
const NEXT_SAVEPOINT: &str = "RELEASE SAVEPOINT whimbrel_load; SAVEPOINT whimbrel_load";
const BACK: &str = "ROLLBACK TO SAVEPOINT whimbrel_load";
/// What came since the last savepoint runs again when one fails, so there are not too many of them.
const MOST_AT_ONCE: usize = 256;

/// Loads a script into an empty database, in one transaction. No transaction may be open. The session's settings are
/// afterwards what they were before, whatever the script sets.
pub async fn load(postgres: &Postgres, script: &Script, roles: Roles) -> Result<Loaded, LoadError> {
    let prepared = prepare(script, roles);
    if !prepared.refused.is_empty() {
        return Err(LoadError::Refused(prepared.refused));
    }
    let settings = SessionSettings::of(postgres).await?;
    let mut items = prepared.items;
    for item in items.iter_mut().filter(|item| item.is_setting) {
        if let Some(sql) = settings.instead_of(&item.sql) {
            item.sql = sql;
            item.changed = true;
        }
    }
    let mut loading = Loading {
        postgres,
        script,
        around: Around { roles, is_embedded: postgres.is_single() },
        restoring: settings.restoring(),
        queue: Queue::new(items, script.engine()),
        session: Session::default(),
        at_savepoint: Session::default(),
        has_savepoint: false,
        roles_before: Vec::new(),
        loaded: Loaded { remarks: prepared.remarks, ..Loaded::default() },
    };
    let result = loading.run().await;
    if let Err(error) = result {
        // Where even that fails, the connection has told why already.
        let _ = postgres.run("ROLLBACK").await;
        return Err(error);
    }
    Ok(loading.finish())
}

struct Loading<'a> {
    postgres: &'a Postgres,
    script: &'a Script,
    around: Around,
    /// SQL that makes the session what it was before.
    restoring: String,
    queue: Queue,
    session: Session,
    at_savepoint: Session,
    /// Until the first failure there is none: the script may be right, and needs none then.
    has_savepoint: bool,
    /// Those of the server when the transaction began.
    roles_before: Vec<String>,
    loaded: Loaded,
}

impl Loading<'_> {
    async fn run(&mut self) -> Result<(), LoadError> {
        self.begin("").await?;
        let mut at_once = usize::MAX;
        loop {
            let ids = self.queue.take(at_once);
            if !ids.is_empty() {
                let failed = self.batch(ids).await?;
                at_once = if failed { 1 } else { at_once.saturating_mul(2).min(MOST_AT_ONCE) };
            } else if !self.queue.again() && !self.another_way().await? {
                break;
            }
        }
        let failures = cause::failures(self.script, &self.queue, &self.around);
        if !failures.is_empty() {
            return Err(LoadError::Failed(failures));
        }
        let remarks = bodies::check(self.postgres, self.script, &mut self.queue, &self.restoring).await?;
        self.loaded.remarks.extend(remarks);
        self.refuse_new_roles().await?;
        // What is deferred to the end fails here with its own message, not as a COMMIT.
        self.postgres.run(&format!("{}; SET CONSTRAINTS ALL IMMEDIATE; COMMIT", self.restoring)).await?;
        Ok(())
    }

    /// Runs items up to the first that fails; true where one did.
    async fn batch(&mut self, mut ids: Vec<usize>) -> Result<bool, LoadError> {
        let mut failed = Vec::new();
        while let Err(stopped) = self.send(&ids).await {
            let id = ids[stopped.after];
            let ends = ends_everything(&stopped.error) || self.back().await.is_err();
            if ends {
                // Where going back fails, the session is beyond use, and this is what made it so.
                return Err(LoadError::Failed(vec![cause::last_words(
                    self.script,
                    &self.queue.items[id],
                    &stopped.error,
                    &self.around,
                )]));
            }
            let rest = ids.split_off(stopped.after);
            // Those behind it are tried before what it lets go first, unless that is one of them.
            self.queue.first(&rest[1..]);
            failed.push((id, stopped.error));
        }
        for &id in &ids {
            self.queue.succeeded(id);
        }
        // Where all was taken back, the savepoint before it still stands.
        let is_needed = !self.has_savepoint || !ids.is_empty();
        if is_needed && (self.has_savepoint || !failed.is_empty()) {
            self.savepoint().await?;
        }
        let any = !failed.is_empty();
        for (id, error) in failed {
            self.judge(id, error);
        }
        Ok(any)
    }

    async fn send(&mut self, ids: &[usize]) -> Result<(), batch::Stopped> {
        batch::run(self.postgres, self.script, &self.queue, ids, &mut self.session, &self.restoring).await
    }

    async fn back(&mut self) -> Result<(), DbError> {
        if self.has_savepoint {
            self.postgres.run(BACK).await?;
        } else {
            self.begin("ROLLBACK; ").await?;
        }
        self.session = self.at_savepoint.clone();
        Ok(())
    }

    async fn savepoint(&mut self) -> Result<(), DbError> {
        let sql = if self.has_savepoint { NEXT_SAVEPOINT } else { SAVEPOINT };
        self.postgres.run(sql).await?;
        self.has_savepoint = true;
        self.at_savepoint = self.session.clone();
        Ok(())
    }

    /// What becomes of an item that failed.
    fn judge(&mut self, id: usize, error: DbError) {
        let statement = self.queue.items[id].statement;
        if let Some(message) = refuse::absolves(&self.script.statements()[statement], &error.code, &error.message) {
            self.queue.leave_out(id);
            self.loaded.remarks.push(Remark { statement, message, at: self.script.first_line(statement) });
            return;
        }
        let role = refuse::missing_role(&error.code, &error.message).map(str::to_owned);
        let curable = curable(&error);
        match self.queue.failed(id, error, curable) {
            Outcome::Later => {}
            Outcome::Circle(circle) => {
                let loosened = loosen::loosen(&self.queue.items, self.script.statements(), &circle);
                if let Some(loosened) = loosened {
                    self.queue.items[loosened.id] = loosened.item;
                    let later: Vec<usize> = loosened.later.into_iter().map(|item| self.queue.add(item)).collect();
                    let others = circle.into_iter().filter(|other| *other != loosened.id);
                    let front: Vec<usize> = [loosened.id].into_iter().chain(others).chain(later).collect();
                    self.queue.first(&front);
                }
            }
        }
        let known = |name: &String| self.loaded.roles.contains(name);
        if self.around.roles == Roles::Create
            && let Some(role) = role.filter(|role| !known(role) && self.queue.is_stuck(id))
        {
            let create = Item::added(statement, format!("CREATE ROLE {}", identifier(&role)));
            let create = self.queue.add(create);
            self.queue.first(&[create, id]);
            self.loaded.roles.push(role);
        }
    }

    /// What is tried when trying again changes nothing. False where there is nothing left to try.
    async fn another_way(&mut self) -> Result<bool, LoadError> {
        if self.queue.let_overtake() {
            return Ok(true);
        }
        let mut unchecked = false;
        for id in self.queue.stuck_ones() {
            let lacks = self.queue.error(id).is_some_and(loosen::lacks_something);
            let item = &mut self.queue.items[id];
            if item.is_routine && !item.unchecked && lacks {
                item.unchecked = true;
                unchecked = true;
            }
        }
        if unchecked {
            return Ok(self.queue.retry());
        }
        let uses_new_value = |id| self.queue.error(id).is_some_and(uses_new_enum_value);
        if self.queue.stuck_ones().into_iter().any(uses_new_value) && enums::merge(&mut self.queue, self.script) {
            self.replay().await?;
            self.queue.retry();
            return Ok(true);
        }
        Ok(false)
    }

    /// Begins anew and runs all that has succeeded in the same order.
    async fn replay(&mut self) -> Result<(), LoadError> {
        self.begin("ROLLBACK; ").await?;
        self.session = Session::default();
        self.at_savepoint = Session::default();
        self.has_savepoint = false;
        let done = self.queue.undo();
        self.batch(done).await?;
        if !self.has_savepoint {
            self.savepoint().await?;
        }
        Ok(())
    }

    /// Begins a transaction that sees its own roles and none that others create meanwhile.
    async fn begin(&mut self, first: &str) -> Result<(), DbError> {
        self.postgres.run(&format!("{first}BEGIN ISOLATION LEVEL REPEATABLE READ")).await?;
        if self.around.roles == Roles::Leave {
            self.roles_before = self.roles().await?;
        }
        Ok(())
    }

    async fn roles(&self) -> Result<Vec<String>, DbError> {
        let replies = self.postgres.run("SELECT rolname FROM pg_catalog.pg_roles ORDER BY rolname").await?;
        Ok(replies.into_iter().flat_map(|reply| reply.rows).flatten().flatten().collect())
    }

    /// A block of code may have created a role, which nobody would remove again.
    async fn refuse_new_roles(&self) -> Result<(), LoadError> {
        if self.around.roles == Roles::Create {
            return Ok(());
        }
        let after = self.roles().await?;
        let new: Vec<&str> =
            after.iter().filter(|role| !self.roles_before.contains(role)).map(String::as_str).collect();
        if new.is_empty() {
            return Ok(());
        }
        let message = format!("the files create the role {}, which the whole server would keep", new.join(", "));
        let remedy = "create it on the server of the shadow by yourself, or let the embedded PostgreSQL be the shadow";
        Err(LoadError::Refused(vec![whimbrel_source::SourceError::new(message).remedy(remedy)]))
    }

    fn finish(mut self) -> Loaded {
        let written = |id: &usize| {
            let item = &self.queue.items[*id];
            let instead = item.changed.then(|| item.sql.clone());
            Step { statement: item.statement, instead }
        };
        self.loaded.order = self.queue.done().iter().map(written).collect();
        let order: Vec<usize> = self.loaded.order.iter().map(|step| step.statement).collect();
        self.loaded.remarks.extend(remarks::twins(self.script, &order));
        self.loaded.remarks.extend(remarks::swept(self.script, &order));
        self.loaded.remarks.sort_by_key(|remark| remark.statement);
        self.loaded
    }
}

/// Whether something that runs first may make the error go away: what it needs is missing, or is not yet as it must
/// be.
fn curable(error: &DbError) -> bool {
    const CODES: [&str; 20] = [
        "42P01", // undefined_table
        "42704", // undefined_object: types, roles, collations, operator classes, constraints, …
        "42883", // undefined_function, operators too
        "42703", // undefined_column
        "3F000", // invalid_schema_name
        "22023", // invalid_parameter_value: SET ROLE of a role that is missing
        "42830", // invalid_foreign_key: the key it points at comes later
        "42P10", // invalid_column_reference: ON CONFLICT without its unique index
        "42804", // datatype_mismatch: a cast or, in a partition, a column comes later
        "42846", // cannot_coerce: a cast comes later
        "42803", // grouping_error: the primary key that makes it right comes later
        "42P16", // invalid_table_definition
        "42P17", // invalid_object_definition: a function becomes immutable later
        "42809", // wrong_object_type
        "42501", // insufficient_privilege: granted later
        "55000", // object_not_in_prerequisite_state: a materialized view without rows
        "55P04", // unsafe_new_enum_value_usage
        "23503", // foreign_key_violation: the row it points at comes later
        "23514", // check_violation: the partition for a row comes later
        "22P02", // invalid_text_representation: a value of an enum comes later
    ];
    CODES.contains(&error.code.as_str())
}

/// PostgreSQL before 17 lets nobody use a value that was added to an enum before the transaction ends.
fn uses_new_enum_value(error: &DbError) -> bool {
    error.code == "55P04"
}

/// Where no statement after it can be expected to run.
fn ends_everything(error: &DbError) -> bool {
    error.disconnected || ["53", "57", "58030", "XX"].iter().any(|class| error.code.starts_with(class))
}
