//! Loading into SQLite, which checks less: tables may point at tables that do not exist, and views may read them.

use super::cause::{self, Around};
use super::prepare::prepare;
use super::queue::Queue;
use super::{LoadError, Loaded, Remark, Roles, Script, Step};
use crate::sql::identifier;
use crate::{DbError, Sqlite};

const SAVEPOINT: &str = "whimbrel_load";

/// Loads a script into an empty database, in one transaction. No transaction may be open.
pub fn load(sqlite: &Sqlite, script: &Script) -> Result<Loaded, LoadError> {
    let prepared = prepare(script, Roles::Leave);
    if !prepared.refused.is_empty() {
        return Err(LoadError::Refused(prepared.refused));
    }
    let mut queue = Queue::new(prepared.items, script.engine());
    sqlite.begin()?;
    match run(sqlite, script, &mut queue) {
        Ok(()) => {
            if let Err(error) = sqlite.commit() {
                sqlite.rollback()?;
                return Err(error.into());
            }
        }
        Err(error) => {
            sqlite.rollback()?;
            return Err(error);
        }
    }
    let mut loaded = Loaded { remarks: prepared.remarks, ..Loaded::default() };
    let step = |id: &usize| Step { statement: queue.items[*id].statement, instead: None };
    loaded.order = queue.done().iter().map(step).collect();
    loaded.remarks.extend(unreadable_views(sqlite, script, &queue));
    loaded.remarks.sort_by_key(|remark| remark.statement);
    Ok(loaded)
}

fn run(sqlite: &Sqlite, script: &Script, queue: &mut Queue) -> Result<(), LoadError> {
    loop {
        let Some(&id) = queue.take(1).first() else {
            if queue.again() || queue.let_overtake() {
                continue;
            }
            break;
        };
        sqlite.savepoint(SAVEPOINT)?;
        match sqlite.execute_sql(&queue.items[id].sql) {
            Ok(_) => {
                sqlite.release(SAVEPOINT)?;
                queue.succeeded(id);
            }
            Err(error) => {
                // After some errors SQLite has rolled everything back by itself.
                if !sqlite.in_transaction() {
                    return Err(error.into());
                }
                sqlite.rollback_to(SAVEPOINT)?;
                // Advice for migrations is of no use here.
                let hint = error.hint.clone().filter(|hint| !hint.contains("migrate:"));
                let error = DbError { hint, ..error };
                let curable = curable(&error);
                // Nothing here can be changed so that a circle ends, as none can begin.
                queue.failed(id, error, curable);
            }
        }
    }
    let around = Around { roles: Roles::Leave, is_embedded: false };
    let failures = cause::failures(script, queue, &around);
    if failures.is_empty() { Ok(()) } else { Err(LoadError::Failed(failures)) }
}

fn curable(error: &DbError) -> bool {
    let missing = ["no such ", "no column named", "unknown column", "error in "]
        .iter()
        .any(|words| error.message.contains(words));
    missing || error.code == "SQLITE_CONSTRAINT_FOREIGNKEY"
}

/// Views are created whatever they read.
fn unreadable_views(sqlite: &Sqlite, script: &Script, queue: &Queue) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for &id in queue.done() {
        let statement = queue.items[id].statement;
        let created = script.statements()[statement].created(script.engine());
        let Some(view) = created.filter(|created| created.what == "VIEW") else { continue };
        if let Err(error) = sqlite.query(&format!("SELECT * FROM {} LIMIT 0", identifier(&view.name.name)), []) {
            let message = format!("the view {} cannot be read: {}", view.name, error.message);
            remarks.push(Remark { statement, message, at: script.first_line(statement) });
        }
    }
    remarks
}
