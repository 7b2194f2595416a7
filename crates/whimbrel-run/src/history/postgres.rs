//! The history on PostgreSQL.

use std::collections::BTreeMap;

use whimbrel_db::Postgres;
use whimbrel_plan::{Event, History, Observer};
use whimbrel_source::Version;

use super::{Place, RecordedDown, SCHEMA_VERSION, rows};
use crate::error::Failure;
use crate::sql::{identifier, literal};

const LOCATE: &str = include_str!("postgres/locate.sql");
const READ: &str = include_str!("postgres/read.sql");
const ROOM: &str = include_str!("postgres/room.sql");
/// Each takes the tables from the version before to its own, in a transaction.
const UPGRADES: [&str; SCHEMA_VERSION as usize] = [include_str!("postgres/1.sql")];

/// Reads it where it most likely is and looks where it is, in the same round trip.
pub(crate) async fn read(session: &Postgres, schema: &str) -> Result<(History, Option<Place>), Failure> {
    let likely = Place { schema: schema.to_owned(), own_schema: true };
    let guess = read_only(&likely.fill(READ));
    let (located, read) = tokio::join!(session.send(&locate_sql(schema)), session.send(&guess));
    if read.is_err() {
        // Ends the transaction the failure has left; without one, the server only warns.
        session.run("ROLLBACK").await.map_err(Failure::database("read the history"))?;
    }
    let Some(place) = place_of(located.map_err(Failure::database("find the history"))?)? else {
        return Ok((History::default(), None));
    };
    let read = if place == likely { read } else { session.run(&read_only(&place.fill(READ))).await };
    match read {
        Ok(replies) => {
            // Without BEGIN and COMMIT.
            let answers = replies.get(1..4).ok_or_else(|| rows::damaged("three answers were expected"))?;
            Ok((rows::history(answers)?, Some(place)))
        }
        Err(error) => {
            session.run("ROLLBACK").await.map_err(Failure::database("read the history"))?;
            // Tables of a newer version may lack what this one reads.
            rows::check_version(version(session, &place).await?)?;
            Err(Failure::database("read the history")(error))
        }
    }
}

fn read_only(sql: &str) -> String {
    format!("BEGIN READ ONLY;\n{sql};\nCOMMIT")
}

/// Where it is; `None` where there is none.
pub(crate) async fn locate(session: &Postgres, schema: &str) -> Result<Option<Place>, Failure> {
    place_of(session.run(&locate_sql(schema)).await.map_err(Failure::database("find the history"))?)
}

fn locate_sql(schema: &str) -> String {
    LOCATE.replace("{schema}", &literal(schema))
}

fn place_of(replies: Vec<whimbrel_db::postgres::Reply>) -> Result<Option<Place>, Failure> {
    let Some(row) = replies.first().and_then(|reply| reply.rows.first()) else { return Ok(None) };
    let [Some(schema), Some(table), readable, Some(owner), Some(role)] = row.as_slice() else {
        return Err(rows::damaged("its place cannot be read"));
    };
    let own_schema = table == "meta";
    if readable.as_deref() != Some("t") {
        let (schema, owner, role) = (schema.clone(), owner.clone(), role.clone());
        return Err(Failure::HistoryUnreadable { schema, owner, role, own_schema });
    }
    Ok(Some(Place { schema: schema.clone(), own_schema }))
}

async fn version(session: &Postgres, place: &Place) -> Result<i32, Failure> {
    let replies = session
        .run(&place.fill("SELECT version FROM {meta}"))
        .await
        .map_err(Failure::database("read the history's version"))?;
    let version = replies.first().and_then(|reply| reply.rows.first()).and_then(|row| row[0].as_deref()?.parse().ok());
    version.ok_or_else(|| rows::damaged("it does not say its version"))
}

/// The ways back of the newest `applied` or `baselined` event of each version.
pub(crate) async fn downs(
    session: &Postgres,
    schema: &str,
    versions: &[Version],
) -> Result<BTreeMap<Version, RecordedDown>, Failure> {
    let Some(place) = locate(session, schema).await?.filter(|_| !versions.is_empty()) else {
        return Ok(BTreeMap::new());
    };
    let wanted: Vec<String> = versions.iter().map(|version| literal(version.as_str())).collect();
    let sql = format!(
        "SELECT version, down, down_transaction FROM {} WHERE kind = 'applied' AND version IN ({}) ORDER BY id",
        place.history(),
        wanted.join(", ")
    );
    let replies = session.run(&sql).await.map_err(Failure::database("read the recorded ways back"))?;
    Ok(down_rows(&replies))
}

/// Later rows win.
pub(super) fn down_rows(replies: &[whimbrel_db::postgres::Reply]) -> BTreeMap<Version, RecordedDown> {
    let rows = replies.iter().flat_map(|reply| &reply.rows);
    rows.filter_map(|row| {
        let version = Version::new(row[0].as_deref()?)?;
        let transaction = matches!(row[2].as_deref(), Some("t" | "1"));
        Some((version, RecordedDown { text: row[1].clone(), transaction }))
    })
    .collect()
}

/// Makes sure that it exists and is of this version. Call under the run lock.
pub(crate) async fn prepare(session: &Postgres, schema: &str, observer: &mut dyn Observer) -> Result<Place, Failure> {
    if let Some(place) = locate(session, schema).await? {
        let found = version(session, &place).await?;
        rows::check_version(found)?;
        if found < SCHEMA_VERSION {
            upgrade(session, &place, found, "").await?;
            observer.event(Event::HistoryUpgraded { from: found, to: SCHEMA_VERSION });
        }
        return Ok(place);
    }
    let (place, create) = room(session, schema, observer).await?;
    upgrade(session, &place, 0, &create).await?;
    Ok(place)
}

/// Brings the tables from `from` to this version in one transaction, after `first`.
async fn upgrade(session: &Postgres, place: &Place, from: i32, first: &str) -> Result<(), Failure> {
    let steps = UPGRADES.iter().skip(usize::try_from(from).unwrap_or(0)).map(|sql| place.fill(sql));
    let text = format!(
        "BEGIN;\n{first}{}\nUPDATE {} SET version = {SCHEMA_VERSION};\nCOMMIT",
        steps.collect::<Vec<_>>().join("\n"),
        place.meta()
    );
    match session.run(&text).await {
        Ok(_) => Ok(()),
        Err(error) => {
            if !error.disconnected {
                // Where even this fails the server ends the transaction with the session.
                let _ = session.run("ROLLBACK").await;
            }
            let doing = if from == 0 { "create the history" } else { "upgrade the history" };
            Err(Failure::database(doing)(error))
        }
    }
}

/// Where the history can be created, and the SQL that begins it.
async fn room(session: &Postgres, schema: &str, observer: &mut dyn Observer) -> Result<(Place, String), Failure> {
    let sql = ROOM.replace("{schema}", &literal(schema));
    let replies = session.run(&sql).await.map_err(Failure::database("look for a place for the history"))?;
    let row = replies.first().and_then(|reply| reply.rows.first());
    let Some([Some(database), Some(role), may_create, schema_admits, fallback, first]) = row.map(Vec::as_slice) else {
        return Err(rows::damaged("no place was found"));
    };
    let yes = |value: &Option<String>| value.as_deref() == Some("t");
    let exists = schema_admits.is_some();
    let own = Place { schema: schema.to_owned(), own_schema: true };
    let table = |place: &Place| {
        format!(
            "CREATE TABLE {meta} (version integer NOT NULL);\nINSERT INTO {meta} VALUES (0);\n",
            meta = place.meta()
        )
    };
    if yes(schema_admits) {
        let begin = table(&own);
        return Ok((own, begin));
    }
    if !exists && yes(may_create) {
        let begin = format!("CREATE SCHEMA {};\n{}", identifier(schema), table(&own));
        return Ok((own, begin));
    }
    let Some(fallback) = fallback else {
        return Err(Failure::NoPlaceForHistory {
            role: role.clone(),
            database: database.clone(),
            schema: first.clone(),
            wanted: schema.to_owned(),
        });
    };
    let grant = if exists {
        format!("GRANT USAGE, CREATE ON SCHEMA {} TO {}", identifier(schema), identifier(role))
    } else {
        format!("GRANT CREATE ON DATABASE {} TO {}", identifier(database), identifier(role))
    };
    observer.event(Event::HistoryFallback(format!(
        "the role {role} may not create the schema {schema}: the history goes into {fallback}.whimbrel_history; \
         to have a schema of its own instead, run `{grant}` before the first apply"
    )));
    let place = Place { schema: fallback.clone(), own_schema: false };
    let begin = table(&place);
    Ok((place, begin))
}
