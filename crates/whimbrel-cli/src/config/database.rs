//! Which database a command works on, and where its address came from.

use whimbrel::Address;
use whimbrel::address::Surroundings;
use whimbrel_plan::{ExitClass, Problem};

use super::Config;
use super::reader::Text;

/// A database and where its address came from.
#[derive(Debug, Clone)]
pub struct Database {
    /// The address.
    pub address: Address,
    /// Such as `DATABASE_URL (.env:1)`.
    pub origin: String,
}

/// `--database`, the environment's `url`, `[database] url`, `DATABASE_URL`, the `PG*` variables, `default` of
/// `[database]`, in this order. A `url` that is one variable, such as `${DATABASE_URL}`, says nothing where that
/// variable is not set.
pub fn resolve(config: &Config, flag: Option<&str>) -> Result<Database, Problem> {
    let variable = |name: &str| config.variables.get(name);
    let around = Surroundings { variable: &variable, base: &config.root };
    let parse = |text: &str, origin: String| {
        config.secrets.add_address(text);
        match Address::parse(text, around) {
            Ok(address) => Ok(Database { address, origin }),
            Err(error) => {
                let message = format!("failed to understand the database address from {origin}: {}", error.message);
                let problem = Problem::new(ExitClass::Usage, "config.database_address", message)
                    .state("nothing was touched")
                    .cause("the address is not shown, since it may hold a password");
                Err(problem.remedy(error.remedy.unwrap_or_else(|| {
                    "write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, sqlite:///file.db or embedded:folder"
                        .to_owned()
                })))
            }
        }
    };
    if let Some(text) = flag {
        return parse(text, "--database".to_owned());
    }
    if let Some(url) = config.settings.database_url.as_ref().filter(|url| !is_unset_variable(config, url)) {
        let text = expanded(config, url)?;
        let place = config.place(url.span);
        // A value that is one variable is best known by that variable.
        let origin = match whole_variable(&url.value).and_then(|name| Some((name, config.variables.origin(name)?))) {
            Some((name, origin)) => format!("{name} ({origin})"),
            None => format!("`url` ({place})"),
        };
        if !text.trim().is_empty() {
            return parse(&text, origin);
        }
    }
    if let Some(text) = config.variables.get("DATABASE_URL").filter(|text| !text.trim().is_empty()) {
        let origin = config.variables.origin("DATABASE_URL").unwrap_or_default();
        return parse(&text, format!("DATABASE_URL ({origin})"));
    }
    match Address::from_pg_variables(around) {
        Ok(Some(address)) => Ok(Database { address, origin: pg_origin(config) }),
        Ok(None) => match &config.settings.database_default {
            Some(text) => parse(&expanded(config, text)?, format!("`default` ({})", config.place(text.span))),
            None => Err(unset_url(config)
                .unwrap_or_else(|| nothing_set("failed to find a database: no address is set anywhere"))),
        },
        Err(error) => {
            let message = format!("failed to understand the PG* variables: {}", error.message);
            let mut problem = Problem::new(ExitClass::Usage, "config.database_address", message);
            problem.remedies.extend(error.remedy);
            Err(problem)
        }
    }
}

fn expanded(config: &Config, url: &Text) -> Result<String, Problem> {
    config.expand(url).map_err(|mut problem| {
        if problem.code == "config.variable_missing" {
            problem.code = "config.no_database";
            problem.remedies = three_ways();
        }
        problem
    })
}

/// True where `url` is one variable and that is not set.
fn is_unset_variable(config: &Config, url: &Text) -> bool {
    whole_variable(&url.value).is_some_and(|name| config.variables.get(name).is_none())
}

/// The problem of a `url` whose variable is not set, shown where it stands.
fn unset_url(config: &Config) -> Option<Problem> {
    config.settings.database_url.as_ref().and_then(|url| expanded(config, url).err())
}

fn whole_variable(value: &str) -> Option<&str> {
    value.strip_prefix("${")?.strip_suffix('}').filter(|name| super::expand::is_name(name))
}

fn pg_origin(config: &Config) -> String {
    let names = ["PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGUSER"];
    let first = names.into_iter().find_map(|name| Some((name, config.variables.origin(name)?)));
    match first {
        Some((name, origin)) => format!("{name} and the other PG* variables ({origin})"),
        None => "the PG* variables".to_owned(),
    }
}

fn nothing_set(message: &str) -> Problem {
    let mut problem = Problem::new(ExitClass::Usage, "config.no_database", message)
        .cause("neither --database, `url` in whimbrel.toml, DATABASE_URL nor PGHOST, PGSERVICE or PGDATABASE is set")
        .state("nothing was touched");
    problem.remedies = three_ways();
    problem
}

fn three_ways() -> Vec<String> {
    vec![
        "put it into .env:  DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/DATABASE".to_owned(),
        "or export it:  export DATABASE_URL='postgres://USER:PASSWORD@HOST:5432/DATABASE'".to_owned(),
        "or name it once:  whimbrel status --database sqlite:///dev.db  (embedded:.whimbrel/dev needs no server)"
            .to_owned(),
    ]
}
