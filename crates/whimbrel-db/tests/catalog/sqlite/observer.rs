//! What SQLite itself tells of a schema, in an order of its own: by its pragmas, and by the texts it keeps with
//! everything taken out that has no meaning. Independent of the reader that is tested.

use rusqlite::Connection;

/// One fact a line.
pub(super) fn observe(connection: &Connection) -> Vec<String> {
    let mut facts = Vec::new();
    let mut each = |sql: &str| {
        let mut statement = connection.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("it runs");
        while let Some(row) = rows.next().expect("a row") {
            let cells = (0..width).map(|i| row.get::<_, rusqlite::types::Value>(i).expect("a value"));
            facts.push(cells.map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" "));
        }
    };
    const OWN: &str =
        "l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    each(&format!("SELECT 'table', l.name, l.type, l.wr, l.strict, l.ncol FROM pragma_table_list AS l WHERE {OWN}"));
    each(&format!(
        "SELECT 'column', l.name, x.name, replace(replace(lower(x.type), ' (', '('), '( ', '('), x.\"notnull\", x.pk, x.hidden,
                CASE WHEN upper(trim(x.dflt_value, '+ ()')) = 'NULL' THEN NULL
                     ELSE lower(replace(replace(replace(replace(replace(x.dflt_value, ' ', ''), '\"', ''''), '''', ''), '(', ''), '+', '')) END
         FROM pragma_table_list AS l, pragma_table_xinfo(l.name) AS x WHERE {OWN} AND (x.hidden <> 1 OR l.type <> 'virtual')"
    ));
    // of two keys over the same columns SQLite keeps the index of the first, whichever way that is sorted
    each(&format!(
        "SELECT 'key', l.name, i.\"unique\", i.origin, i.partial, CASE i.origin WHEN 'c' THEN i.name END,
                (SELECT group_concat(coalesce(x.name, '-') || ' ' || iif(i.origin = 'c', x.\"desc\", '') || ' ' || upper(x.coll), ',' ORDER BY x.seqno)
                 FROM pragma_index_xinfo(i.name) AS x WHERE x.key)
         FROM pragma_table_list AS l, pragma_index_list(l.name) AS i WHERE {OWN}"
    ));
    each(&format!(
        "SELECT 'foreign key', l.name, lower(f.\"table\"), f.on_update, f.on_delete, f.match,
                group_concat(f.\"from\" || ' ' || lower(coalesce(f.\"to\", (SELECT name FROM pragma_table_info(f.\"table\") WHERE pk = f.seq + 1), '-')), ',' ORDER BY f.seq)
         FROM pragma_table_list AS l, pragma_foreign_key_list(l.name) AS f WHERE {OWN} GROUP BY l.name, f.id"
    ));
    facts.extend(views(connection));
    let mut statement = connection
        .prepare("SELECT type, name, lower(tbl_name), sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
        .expect("it is right");
    let rows = statement
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?]))
        .expect("it runs");
    for row in rows {
        let [kind, name, table, sql] = row.expect("a row");
        let mut text = essence(&sql);
        if kind == "table" || kind == "index" {
            text = text.replace(&format!("{table}."), "");
        }
        match kind.as_str() {
            "table" if text.starts_with("create virtual") => {
                facts.push(format!("virtual {name} {}", text.rsplit("using").next().unwrap_or_default()));
            }
            // some of what is in a table's text no pragma tells
            "table" => {
                for word in
                    ["check(", "collate ", "on conflict ", "autoincrement", "deferrable", "initially deferred", "as("]
                {
                    facts.extend(parts(&text, word).into_iter().map(|part| format!("text of {name}: {word} {part}")));
                }
            }
            // a view may have been given names for its columns, which are told above
            "view" => facts.push(format!(
                "view {name}: {}",
                &text[text.find("as select").or(text.find("as with")).unwrap_or_default()..]
            )),
            "trigger" => facts.push(format!("trigger {name} on {table}: {}", text.replace("for each row ", ""))),
            _ => {
                let keys = text.split_once(" on ").map_or("", |(_, rest)| rest);
                let keys: Vec<&str> = keys.split(['|', ' ']).filter(|word| !word.is_empty()).collect();
                facts.push(format!("index {name} on {table}: {}", keys.join(" ")));
            }
        }
    }
    // what is said of a column that does not change anything
    facts.retain(|fact| !fact.ends_with(": collate  binary") && !fact.ends_with(": on conflict  abort"));
    facts.sort();
    facts
}

/// The columns of each view; one that names what is missing has none that SQLite could tell.
fn views(connection: &Connection) -> Vec<String> {
    let names = |sql: &str| -> rusqlite::Result<Vec<String>> {
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let mut facts = Vec::new();
    for view in names("SELECT name FROM sqlite_schema WHERE type = 'view'").expect("it is right") {
        let sql = format!(
            "SELECT name || ' ' || replace(lower(type), ' (', '(') FROM pragma_table_xinfo('{}') ORDER BY cid",
            view.replace('\'', "''")
        );
        match names(&sql) {
            Ok(columns) => facts.push(format!("view {view}: {}", columns.join(", "))),
            Err(_) => facts.push(format!("view {view} names what is missing")),
        }
    }
    facts
}

/// The text without comments, blanks, quotes of names and needless words, in lower case but for literals.
fn essence(sql: &str) -> String {
    let mut out = String::new();
    let mut rest = sql;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("--") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if first == '\'' {
            let end = rest[1..].find('\'').expect("a literal ends") + 2;
            out.push_str(&rest[..end].replace('\'', ""));
            rest = &rest[end..];
        } else {
            let after = &rest[first.len_utf8()..];
            let next = after.trim_start_matches(['"', '`', '[', ']']).chars().next();
            if first.is_whitespace() {
                // between two words one blank has a meaning
                if out.ends_with(is_word) && next.is_some_and(is_word) {
                    out.push(' ');
                }
            } else if !matches!(first, '"' | '`' | '[' | ']') {
                out.extend(first.to_lowercase());
            }
            rest = after;
        }
    }
    let out = out.replace("!=", "<>").replace("==", "=").replace(" asc,", ",").replace(" asc)", ")");
    out.replace("if not exists ", "").replace("((", "(").replace("))", ")").replace(['(', ')'], "|")
}

/// What stands behind each occurrence of a word: up to the end of its parenthesis, or the next word.
fn parts(text: &str, word: &str) -> Vec<String> {
    let word = word.replace('(', "|");
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(&word) {
        rest = &rest[at + word.len()..];
        let end = rest.find(|c: char| if word.ends_with('|') { c == '|' } else { !c.is_alphanumeric() });
        found.push(rest[..end.unwrap_or(rest.len())].to_owned());
    }
    found
}
