use super::column::made_name;
use super::locks::{blocks_all, exclusive, relation, scans};
use super::options;
use crate::change::{ObjectId, ObjectKind};
use crate::describe::{Describe, Description, list, name_list, when};
use crate::name::{Name, ident};
use crate::sql::{Alter, Context, HazardKind, Sql, Step};
use crate::uncompared::{Origin, Uncompared};

/// A primary key or unique constraint.
///
/// One that a partition has from its partitioned table goes by the name it has there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Key {
    /// A primary key, else unique.
    pub primary: bool,
    /// In order.
    pub columns: Vec<String>,
    /// Of `INCLUDE`.
    pub include: Vec<String>,
    pub nulls_not_distinct: bool,
    /// `WITHOUT OVERLAPS` on the last column.
    pub without_overlaps: bool,
    pub deferrable: bool,
    pub initially_deferred: bool,
    /// Storage parameters of its index, such as `fillfactor=70`.
    pub options: Vec<String>,
    /// Of its index, where it is not the database's own.
    pub tablespace: Option<String>,
    /// `CLUSTER` orders the table by its index.
    pub clustered: bool,
    /// The table's replica identity is its index.
    pub replica_identity: bool,
    /// Where it comes from.
    pub origin: Uncompared<Origin>,
    /// What the constraint and its index are called in the database.
    pub real_name: Uncompared<Option<String>>,
}

impl Key {
    /// A plain key over these columns.
    pub fn new(primary: bool, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            primary,
            columns: columns.into_iter().map(Into::into).collect(),
            include: Vec::new(),
            nulls_not_distinct: false,
            without_overlaps: false,
            deferrable: false,
            initially_deferred: false,
            options: Vec::new(),
            tablespace: None,
            clustered: false,
            replica_identity: false,
            origin: Uncompared::default(),
            real_name: Uncompared::default(),
        }
    }

    /// `PRIMARY KEY (id) INCLUDE (name) WITH (fillfactor = 70)`
    pub(super) fn definition(&self) -> String {
        let columns: Vec<_> = self.columns.iter().map(|c| ident(c)).collect();
        let period = if self.without_overlaps { " WITHOUT OVERLAPS" } else { "" };
        let mut words = vec![match (self.primary, self.nulls_not_distinct) {
            (true, _) => "PRIMARY KEY".to_owned(),
            (false, true) => "UNIQUE NULLS NOT DISTINCT".to_owned(),
            (false, false) => "UNIQUE".to_owned(),
        }];
        words.push(format!("({}{period})", columns.join(", ")));
        if !self.include.is_empty() {
            let include: Vec<_> = self.include.iter().map(|c| ident(c)).collect();
            words.push(format!("INCLUDE ({})", include.join(", ")));
        }
        words.extend((!self.options.is_empty()).then(|| options::clause("WITH", &self.options)));
        words.extend(self.tablespace.as_ref().map(|space| format!("USING INDEX TABLESPACE {}", ident(space))));
        words.extend(deferred(self.deferrable, self.initially_deferred));
        words.join(" ")
    }

    /// What PostgreSQL calls it on that table where it is given no name and the name is free.
    pub(super) fn usual_name(&self, table: &str) -> String {
        if self.primary {
            return made_name(table, None, "pkey");
        }
        let columns: Vec<_> = self.columns.iter().chain(&self.include).map(String::as_str).collect();
        made_name(table, Some(&columns.join("_")), "key")
    }

    /// What is said of its index once that is there.
    pub(super) fn finish(&self, id: &ObjectId) -> Vec<Step> {
        let table = relation(id);
        let name = ident(self.real_name.as_deref().unwrap_or(&id.name)).into_owned();
        let mut steps = Vec::new();
        if self.clustered {
            steps.push(Step::new(format!("ALTER TABLE {} CLUSTER ON {name}", id.on_sql())));
        }
        if self.replica_identity {
            let sql = format!("ALTER TABLE ONLY {} REPLICA IDENTITY USING INDEX {name}", id.on_sql());
            steps.push(exclusive(sql, &table));
        }
        steps
    }

    /// True for one that a partition has from its table, and had before under a name of its own.
    pub(super) fn is_named_alone(&self, table: &Name) -> bool {
        self.origin.is_inherited() && self.real_name.as_ref().is_some_and(|name| *name != self.usual_name(&table.name))
    }

    /// True where the table had it from a parent that it leaves, or gets it from one that it joins: it is there
    /// already, under its own name.
    fn is_left_by(&self, table: Option<&crate::Table>, name: &str) -> bool {
        let keys =
            table.into_iter().flat_map(|table| table.primary_key.iter().map(|p| &p.1).chain(table.uniques.values()));
        keys.into_iter().any(|key| {
            key.origin.is_inherited() && key.real_name.as_deref() == Some(name) && key.is_same_constraint(self)
        })
    }

    fn is_same_constraint(&self, other: &Self) -> bool {
        let plain = |key: &Self| Self { clustered: false, replica_identity: false, ..key.clone() };
        plain(self) == plain(other)
    }
}

/// `DEFERRABLE INITIALLY DEFERRED`
pub(super) fn deferred(deferrable: bool, initially: bool) -> Option<String> {
    deferrable.then(|| if initially { "DEFERRABLE INITIALLY DEFERRED" } else { "DEFERRABLE" }.to_owned())
}

/// `ALTER TABLE … DROP CONSTRAINT …`
pub(super) fn dropped(id: &ObjectId, only: bool) -> Step {
    let only = if only { "ONLY " } else { "" };
    exclusive(format!("ALTER TABLE {only}{} DROP CONSTRAINT {}", id.on_sql(), ident(&id.name)), &relation(id))
}

impl Sql for Key {
    fn create(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        let table = relation(id);
        let mut steps = Vec::new();
        if !self.is_left_by(cx.before.tables.get(&table), &id.name) {
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {} {}", id.on_sql(), ident(&id.name), self.definition());
            steps.push(scans(blocks_all(Step::new(sql), &table), &table));
        }
        steps.extend(self.finish(id));
        steps
    }

    fn drop(&self, id: &ObjectId, cx: &Context<'_>) -> Vec<Step> {
        if self.is_left_by(cx.after.tables.get(&relation(id)), &id.name) {
            return Vec::new();
        }
        vec![dropped(id, false)]
    }

    fn alter(&self, new: &Self, id: &ObjectId, cx: &Context<'_>) -> Alter {
        let same = Self {
            options: new.options.clone(),
            tablespace: new.tablespace.clone(),
            clustered: new.clustered,
            replica_identity: new.replica_identity,
            ..self.clone()
        };
        if same != *new {
            return Alter::Replace;
        }
        let table = relation(id);
        let name = new.real_name.as_deref().unwrap_or(&id.name);
        let index = Name { schema: id.schema.clone(), name: name.to_owned() }.sql();
        let change = |change: String| Step::new(format!("ALTER INDEX {index} {change}"));
        let mut steps: Vec<_> = options::changes(&self.options, &new.options).into_iter().map(change).collect();
        if self.tablespace != new.tablespace {
            let space = ident(new.tablespace.as_deref().unwrap_or("pg_default"));
            let step = Step::new(format!("ALTER INDEX {index} SET TABLESPACE {space}"));
            let step = step.hazard(HazardKind::Rewrites, format!("the index {}", id.short()));
            steps.push(blocks_all(step, &table));
        }
        let marks = Self {
            clustered: new.clustered && !self.clustered,
            replica_identity: new.replica_identity && !self.replica_identity,
            ..new.clone()
        };
        if self.clustered && !new.clustered && !is_clustered(cx.after.tables.get(&table)) {
            steps.push(Step::new(format!("ALTER TABLE {} SET WITHOUT CLUSTER", id.on_sql())));
        }
        steps.extend(marks.finish(id));
        Alter::InPlace(steps)
    }

    fn needs(&self, id: &ObjectId) -> Vec<ObjectId> {
        let table = relation(id);
        let columns = self.columns.iter().chain(&self.include);
        columns.map(|column| ObjectId::part(ObjectKind::Column, &table, column)).collect()
    }

    fn is_inherited(&self) -> bool {
        self.origin.is_inherited()
    }
}

/// True where one of the table's indexes orders it.
fn is_clustered(table: Option<&crate::Table>) -> bool {
    table.is_some_and(|table| {
        let mut keys = table.primary_key.iter().map(|p| &p.1).chain(table.uniques.values());
        keys.any(|key| key.clustered)
            || table.exclusions.values().any(|exclusion| exclusion.clustered)
            || table.indexes.values().any(|index| index.clustered)
    })
}

impl Describe for Key {
    fn kind(&self) -> ObjectKind {
        if self.primary { ObjectKind::PrimaryKey } else { ObjectKind::Unique }
    }

    fn describe(&self) -> Description {
        vec![
            ("columns", name_list(&self.columns)),
            ("include", name_list(&self.include)),
            ("nulls not distinct", when(self.nulls_not_distinct)),
            ("without overlaps", when(self.without_overlaps)),
            ("deferrable", when(self.deferrable)),
            ("initially deferred", when(self.initially_deferred)),
            ("options", list(&self.options)),
            ("tablespace", self.tablespace.clone()),
            ("clustered", when(self.clustered)),
            ("replica identity", when(self.replica_identity)),
        ]
    }
}
