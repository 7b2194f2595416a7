//! What a statement did, from the relations before and after it.

use std::collections::BTreeSet;

use whimbrel_catalog::{Lock, LockMode, ObjectId, RowsWritten, Trace};

use super::relation::{Relation, Relations};
use super::said::Said;

/// `checked` are the tables whose rows were held against a foreign key. Notices, changes and the duration are left for
/// the caller.
pub(super) fn compare(before: &Relations, after: &Relations, said: &Said, checked: &[u32]) -> Trace {
    let mut trace = Trace { locks: locks(before, after), ..Trace::default() };
    for (oid, now) in after.touched() {
        let then = before.get(oid);
        let counters = then.map(|then| then.counters).unwrap_or_default();
        if now.kind == b'r' {
            trace.written.extend(written(after.id(now), now, &counters));
        }
        let Some(then) = then else {
            if now.kind == b'i' && after.is_older(now.table) {
                built(before, after, now, &mut trace);
            }
            continue;
        };
        if !after.is_older(oid) {
            continue;
        }
        let has_new_file = then.file != now.file;
        let is_emptied = has_new_file && now.kind == b'r' && is_emptied(then, now, said);
        match now.kind {
            _ if is_emptied => trace.emptied.push(before.id(then)),
            b'r' | b'm' if has_new_file => trace.rewritten.push(before.id(then)),
            b'i' if has_new_file && !has_other_file(before, after, now.table) => trace.rewritten.push(before.id(then)),
            _ => {}
        }
        let is_scanned = now.counters.scans > counters.scans && !is_emptied || checked.contains(&oid);
        if is_scanned && matches!(now.kind, b'r' | b'm') {
            trace.scanned.push(before.id(then));
        }
    }
    trace.rewritten.sort();
    trace.emptied.sort();
    trace.scanned.sort();
    trace.built.sort();
    trace.written.sort_by(|a, b| a.table.cmp(&b.table));
    trace
}

/// What is held now and makes others wait that did not have to before.
fn locks(before: &Relations, after: &Relations) -> Vec<Lock> {
    let older = after.locked().filter(|oid| after.is_older(*oid));
    let mut locks: Vec<_> = older
        .filter_map(|oid| {
            let mode = LockMode::strengthened(before.held(oid), after.held(oid))?;
            Some(Lock { relation: before.id(before.get(oid)?), mode })
        })
        .collect();
    locks.sort();
    locks
}

/// TRUNCATE gives a table a new file as a rewrite does, but reads no row. Moving to another tablespace copies the file
/// as it is; and of a table without rows that ALTER TABLE rewrites, the server says so.
fn is_emptied(then: &Relation, now: &Relation, said: &Said) -> bool {
    now.counters.rows_read == then.counters.rows_read
        && now.tablespace == then.tablespace
        && !said.rewriting.contains(&then.name.name)
}

/// What has another file, or is new, after a statement that ran in transactions of its own, which count nothing for us.
/// What was made anew from a table's rows has read them all.
pub(super) fn files(before: &Relations, after: &Relations, trace: &mut Trace) {
    let mut read = BTreeSet::new();
    for (oid, now) in after.touched() {
        let told = trace.rewritten.len() + trace.built.len();
        match before.get(oid) {
            None if now.kind == b'i' && after.is_older(now.table) => built(before, after, now, trace),
            Some(then) if then.file != now.file => match now.kind {
                b'r' | b'm' => trace.rewritten.push(before.id(then)),
                b'i' if !has_other_file(before, after, now.table) => trace.rewritten.push(before.id(then)),
                _ => {}
            },
            _ => {}
        }
        if trace.rewritten.len() + trace.built.len() > told {
            let table = if now.kind == b'i' { now.table } else { oid };
            read.extend(before.get(table).map(|table| before.id(table)));
        }
    }
    trace.scanned = read.into_iter().collect();
    trace.rewritten.sort();
    trace.built.sort();
}

fn has_other_file(before: &Relations, after: &Relations, table: u32) -> bool {
    before.get(table).map(|table| table.file) != after.get(table).map(|table| table.file)
}

/// An index that was not there before, of a table that was. ALTER TABLE makes indexes anew of the columns it changes: in
/// the place of one of the same name, and with its file where the order of the values is the same.
fn built(before: &Relations, after: &Relations, now: &Relation, trace: &mut Trace) {
    let mut is_replaced = false;
    for (_, then) in before.all() {
        if then.kind == b'i' && then.file == now.file {
            return;
        }
        is_replaced |= then.table == now.table && then.name == now.name;
    }
    if !is_replaced {
        trace.built.push(after.id(now));
    } else if !has_other_file(before, after, now.table) {
        trace.rewritten.push(after.id(now));
    }
}

fn written(table: ObjectId, now: &Relation, then: &super::relation::Counters) -> Option<RowsWritten> {
    // TRUNCATE may set them back
    let since = |now: u64, then: u64| now.checked_sub(then).unwrap_or(now);
    let inserted = since(now.counters.inserted, then.inserted);
    let updated = since(now.counters.updated, then.updated);
    let deleted = since(now.counters.deleted, then.deleted);
    (inserted + updated + deleted > 0).then_some(RowsWritten { table, inserted, updated, deleted })
}
