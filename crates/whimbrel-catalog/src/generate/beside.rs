//! What columns are made of and PostgreSQL has no way to alter: enums that lose values, domains on another type,
//! composite types whose attributes move, ranges, collations. A new one is made beside the old one, the columns are
//! moved from one to the other, and the old one is dropped.

use std::collections::HashSet;

use super::fate::{Fates, Verb, column};
use super::graph::{Graph, Node};
use crate::catalog::Catalog;
use crate::change::{ObjectId, ObjectKind};
use crate::name::{ident, literal, quoted};
use crate::object::{Attribute, Column, CompositeType, Object, RangeType, is_type};
use crate::sql::{Context, HazardKind, Sql, Step};

/// True for what columns are made of.
pub(super) fn is_material(kind: ObjectKind) -> bool {
    is_type(kind) || kind == ObjectKind::Collation
}

/// What has the name of a type afterwards, which may be a type of another kind.
pub(super) fn successor<'a>(id: Node<'a>, graph: &Graph<'a>) -> Node<'a> {
    use ObjectKind as K;
    if !is_type(id.kind) || id.after().is_some() {
        return id;
    }
    let kinds = [K::Enum, K::Domain, K::CompositeType, K::RangeType].into_iter();
    let mut others = kinds.map(|kind| graph.node(ObjectId { kind, ..id.id().clone() }));
    others.find(|other| other.after().is_some()).unwrap_or(id)
}

/// True where there are columns that must keep their values.
pub(super) fn is_in_columns<'a>(id: Node<'a>, fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> bool {
    let mut seen = HashSet::from([id]);
    let mut open = vec![id];
    while let Some(of) = open.pop() {
        for &dependant in graph.dependants_before(of) {
            if dependant.kind == ObjectKind::Column && is_kept(dependant, of, fates, graph, cx) {
                return true;
            }
            if is_material(dependant.kind) && seen.insert(dependant) {
                open.push(dependant);
            }
        }
    }
    false
}

/// True for a column that has values of its own and will be made of the same.
fn is_kept<'a>(id: Node<'a>, of: Node<'a>, fates: &Fates<'a>, graph: &Graph<'a>, cx: &Context<'_>) -> bool {
    let Some(column) = column(cx.before, &id) else { return false };
    let stays = fates.get(&id).is_none_or(|fate| !fate.goes());
    stays
        && column.generated.is_none()
        && graph.needs_after(id).contains(&successor(of, graph))
        && !is_partition_key(&id, cx)
}

/// True for a column that a table is partitioned by: PostgreSQL neither alters nor drops it.
pub(super) fn is_partition_key(id: &ObjectId, cx: &Context<'_>) -> bool {
    let key = |catalog: &Catalog| {
        let table = id.relation().and_then(|name| catalog.tables.get(&name)?.partition_key.clone());
        table.is_some_and(|key| names(&key, &id.name))
    };
    id.kind == ObjectKind::Column && key(cx.before)
}

/// True where the key has that column, as far as its letters tell.
fn names(key: &str, column: &str) -> bool {
    let name = ident(column);
    let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '"';
    key.match_indices(name.as_ref()).any(|(at, _)| {
        let (before, after) = (key[..at].chars().next_back(), key[at + name.len()..].chars().next());
        !before.is_some_and(in_word) && !after.is_some_and(in_word)
    })
}

/// What the old one is called while the new one is there.
pub(super) fn old(id: &ObjectId) -> ObjectId {
    // names are at most 63 bytes
    let end = id.name.floor_char_boundary(63 - "__old".len());
    ObjectId { name: format!("{}__old", &id.name[..end]), ..id.clone() }
}

/// Makes room for the new one. `is_empty` where a domain was emptied already.
pub(super) fn set_aside(id: &ObjectId, is_empty: bool, cx: &Context<'_>) -> Vec<Step> {
    let keyword = id.kind.keyword();
    let rename = |id: &ObjectId| {
        let name = old(id).name;
        Step::new(format!("ALTER {keyword} {} RENAME TO {}", id.sql(), ident(&name)))
    };
    match cx.before.object(id) {
        Some(Object::RangeType(range)) => {
            let mut steps = constructors_set_aside(range, id, cx);
            steps.push(rename(id));
            if cx.version >= 14 {
                steps.push(rename(&ObjectId::new(id.kind, &range.multirange_of(id))));
            }
            steps
        }
        // emptied, so that what it calls can be dropped before the domain
        Some(Object::Domain(domain)) => {
            let mut steps = vec![rename(id)];
            steps.extend(domain.give_up_names(id, &old(id), cx));
            steps.extend(if is_empty { Vec::new() } else { domain.empty(&old(id)) });
            steps
        }
        _ => vec![rename(id)],
    }
}

/// The functions that make ranges and multiranges of their bounds came with the type, and keep their names when it is
/// renamed. Source: `makeRangeConstructors` and `makeMultirangeConstructors`.
fn constructors_set_aside(range: &RangeType, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
    let bound = &range.subtype;
    let multirange = ObjectId::new(id.kind, &range.multirange_of(id));
    let mut functions = vec![(id, format!("{bound}, {bound}")), (id, format!("{bound}, {bound}, text"))];
    if cx.version >= 14 {
        functions.extend([String::new(), id.sql(), format!("{}[]", id.sql())].map(|of| (&multirange, of)));
    }
    let rename = |(of, arguments): (&ObjectId, String)| {
        Step::new(format!("ALTER FUNCTION {}({arguments}) RENAME TO {}", of.sql(), ident(&old(of).name)))
    };
    functions.into_iter().map(rename).collect()
}

/// Moves a column from the old to the new.
pub(super) fn moved<'a>(node: Node<'a>, graph: &Graph<'a>, fates: &Fates<'a>, cx: &Context<'_>) -> Vec<Step> {
    let id = node.id();
    let (Some(before), Some(after)) = (column(cx.before, id), column(cx.after, id)) else { return Vec::new() };
    // what gets another type is moved with its own statement, and what is inherited with the parent's
    if before.data_type != after.data_type {
        return Vec::new();
    }
    if before.is_inherited() && after.is_inherited() {
        return after.settings_again(id, cx);
    }
    let materials = materials(node, graph, fates);
    let collate = after.collation.as_ref().map(|collation| format!(" COLLATE {collation}")).unwrap_or_default();
    let using = if materials.iter().any(|it| is_type(it.kind)) {
        format!("\n    USING {}", converted(before, &materials))
    } else {
        String::new()
    };
    let table = id.relation().map(|name| ObjectId::new(ObjectKind::Table, &name).short()).unwrap_or_default();
    let foreign = id.relation().and_then(|name| cx.before.object(&ObjectId::new(ObjectKind::ForeignTable, &name)));
    let is_foreign = foreign.is_some_and(|table| table.kind() == ObjectKind::ForeignTable);
    let (keyword, using) = if is_foreign { ("FOREIGN TABLE", String::new()) } else { ("TABLE", using) };
    let alter = format!("ALTER {keyword} {} ALTER COLUMN {}", id.on_sql(), ident(&id.name));
    let mut step = Step::new(format!("{alter} TYPE {}{collate}{using}", after.data_type));
    if !is_foreign {
        step = step.hazard(HazardKind::Blocks, format!("readers and writers of {table} wait"));
        step = match using.is_empty() {
            true => step.hazard(HazardKind::Rewrites, format!("the indexes of {}", id.short())),
            false => step.hazard(HazardKind::Rewrites, format!("{table} and its indexes")),
        };
    }
    for gone in lost(&materials, graph) {
        let what = format!("{gone} in {} (where there is one, the statement fails and nothing is lost)", id.short());
        step = step.hazard(HazardKind::LosesData, what);
    }
    let mut steps = vec![step];
    steps.extend(after.settings_again(id, cx));
    steps
}

/// The types and collations that are made anew of which the column is made, directly or not.
fn materials<'a>(id: Node<'a>, graph: &Graph<'a>, fates: &Fates<'a>) -> Vec<Node<'a>> {
    let mut found: Vec<Node<'a>> = Vec::new();
    let mut open = vec![id];
    while let Some(of) = open.pop() {
        for &on in graph.needs_before(of).iter().filter(|on| is_material(on.kind)) {
            let is_new = fates.get(&on).is_some_and(|fate| matches!(fate.verb, Verb::Beside | Verb::GiveWay));
            if is_new && !found.contains(&on) {
                found.push(on);
                open.push(on);
            }
        }
    }
    found
}

/// What values there is no place for: `'xxl'`.
fn lost<'a>(materials: &[Node<'a>], graph: &Graph<'a>) -> Vec<String> {
    let mut lost = Vec::new();
    for &id in materials {
        match (id.before(), id.after()) {
            (Some(Object::Enum(old)), Some(Object::Enum(new))) => {
                lost.extend(old.removed(new).into_iter().map(|value| literal(value)));
            }
            (Some(Object::CompositeType(old)), Some(Object::CompositeType(new))) => {
                let gone = old.names().filter(|name| new.attribute(name).is_none());
                lost.extend(gone.map(|name| format!("values of {}", quoted(name))));
            }
            _ => {
                let new = Some(successor(id, graph)).filter(|new| new.kind != id.kind);
                lost.extend(new.map(|new| format!("values that the {} {} does not take", new.kind, new.short())));
            }
        }
    }
    lost
}

/// The value as one of the new type: by its text, attribute by attribute where these are not the same.
fn converted<'a>(column: &Column, materials: &[Node<'a>]) -> String {
    let (name, data_type) = (ident(&column.name), &column.data_type);
    let by_text = format!("{name}::text::{data_type}");
    let reshaped = |id: Node<'a>| match (id.before(), id.after()) {
        (Some(Object::CompositeType(old)), Some(Object::CompositeType(new))) => {
            (!old.names().eq(new.names())).then_some((old, new))
        }
        _ => None,
    };
    match materials.iter().find_map(|&id| reshaped(id).map(|shapes| (id, shapes))) {
        None => by_text,
        Some((id, (old, new))) if id.sql() == *data_type => {
            format!("CASE WHEN {name} IS NOT DISTINCT FROM NULL THEN NULL ELSE {} END", row(&name, old, new, data_type))
        }
        // the text of a value that has others inside: read by attributes in another order it would be another value
        Some(_) => format!(
            "CASE WHEN {name} IS NULL OR {name}::text = '{{}}' THEN {by_text} \
             ELSE ('cannot be converted: ' || {name}::text)::{data_type} END"
        ),
    }
}

/// `ROW((c).a, (c).b::text::bigint, NULL)::app.point`
fn row(column: &str, old: &CompositeType, new: &CompositeType, data_type: &str) -> String {
    let value = |attribute: &Attribute| match old.attribute(&attribute.name) {
        Some(_) => format!("({column}).{}::text::{}", ident(&attribute.name), attribute.data_type),
        None => "NULL".to_owned(),
    };
    let values: Vec<_> = new.attributes.iter().map(value).collect();
    format!("ROW({})::{data_type}", values.join(", "))
}

/// What PostgreSQL refuses to move a column under; indexes and most constraints it makes again by itself.
pub(super) fn refuses_move(dependant: &ObjectId) -> bool {
    use ObjectKind as K;
    matches!(
        dependant.kind,
        K::View
            | K::MaterializedView
            | K::Rule
            | K::Trigger
            | K::Policy
            | K::Column
            | K::Default
            | K::ForeignKey
            | K::Function
            | K::Procedure
            | K::Publication
    )
}
