//! A schema as it is named on the command line: `empty:`, `target:`, a database's address, a folder of migrations, a
//! `.sql` file, a folder of these.

use std::path::{Path, PathBuf};

use whimbrel::Address;
use whimbrel::address::Surroundings;
use whimbrel::schema::Source;
use whimbrel_plan::{ExitClass, Problem};

use crate::config::{Config, database};
use crate::context::Context;

/// The help of an argument that is one.
pub const HELP: &str = "`target:` for the configured database, a database's URL, `migrations:` for the project's \
                        migrations, a folder of migrations, a .sql file or a folder of them, `empty:`";

/// What `text` names.
pub fn parse(text: &str, config: &Config, context: &Context) -> Result<Source, Problem> {
    match text {
        "empty:" => return Ok(Source::Empty),
        "target:" => {
            let database = database::resolve(config, context.global.database.as_deref())?;
            return Ok(of_address(database.address, context));
        }
        "migrations:" => return migrations(config),
        _ => {}
    }
    if is_address(text) {
        context.secrets.add_address(text);
        let variable = |name: &str| config.variables.get(name);
        let around = Surroundings { variable: &variable, base: &config.root };
        let address = Address::parse(text, around).map_err(|error| {
            let message = format!("failed to understand a database address: {}", error.message);
            let problem = Problem::new(ExitClass::Usage, "config.database_address", message)
                .state("nothing was touched")
                .cause("the address is not shown, since it may hold a password");
            problem.remedy(error.remedy.unwrap_or_else(|| {
                "write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, sqlite:///file.db or embedded:folder".into()
            }))
        })?;
        return Ok(of_address(address, context));
    }
    let (path, shown) = (config.root.join(text), PathBuf::from(text));
    if path.is_dir() {
        of_folder(path, shown)
    } else if path.is_file() {
        Ok(Source::Files { files: vec![(path, shown.clone())], shown })
    } else {
        Err(Problem::new(ExitClass::Usage, "source.unknown", format!("there is no file or folder `{text}`"))
            .remedy(format!("a schema is named by one of: {HELP}"))
            .state("nothing was touched"))
    }
}

/// What the project's migrations make.
pub fn migrations(config: &Config) -> Result<Source, Problem> {
    let (folder, shown) = config.migrations()?;
    Ok(Source::Migrations { folder, shown, only: None })
}

fn of_address(address: Address, context: &Context) -> Source {
    address.secrets().into_iter().for_each(|secret| context.secrets.add(secret));
    context.secrets.add_visible(&address.masked());
    address.warnings().iter().for_each(|warning| context.terminal.warn(warning));
    Source::Database { address }
}

fn is_address(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    text.contains("://") || (text.contains(':') && matches!(scheme, "sqlite" | "embedded" | "postgres" | "postgresql"))
}

fn of_folder(path: PathBuf, shown: PathBuf) -> Result<Source, Problem> {
    let unreadable = |error: std::io::Error| {
        let message = format!("failed to read {}: {error}", shown.display());
        Problem::new(ExitClass::Usage, "source.unreadable", message).state("nothing was touched")
    };
    let mut files = Vec::new();
    collect(&path, &shown, &mut files).map_err(unreadable)?;
    files.sort();
    if files.is_empty() {
        let message = format!("there is no .sql file in {}", shown.display());
        return Err(Problem::new(ExitClass::Usage, "source.no_files", message)
            .remedy(
                "name the folder that holds the schema or the migrations; `empty:` is the schema without any object",
            )
            .state("nothing was touched"));
    }
    if files.iter().any(|(path, _)| is_migration(path)) {
        return Ok(Source::Migrations { folder: path, shown, only: None });
    }
    Ok(Source::Files { files, shown })
}

/// All `.sql` files, those of folders inside it too.
fn collect(path: &Path, shown: &Path, files: &mut Vec<(PathBuf, PathBuf)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        let (path, shown) = (path.join(&name), shown.join(&name));
        if path.is_dir() {
            collect(&path, &shown, files)?;
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql")) {
            files.push((path, shown));
        }
    }
    Ok(())
}

/// A name that begins with a version, and a section inside.
fn is_migration(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // A file that cannot be read is told of when it is loaded.
    name.starts_with(|c: char| c.is_ascii_digit())
        && std::fs::read_to_string(path).is_ok_and(|text| text.contains("-- migrate:"))
}
