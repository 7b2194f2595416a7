//! `whimbrel new NAME`

use std::fs;

use clap::Args;
use jiff::Timestamp;
use whimbrel::schema;
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::{DifferenceJson, Envelope};

use super::init::create_new;
use crate::args::Shadow;
use crate::context::Context;
use crate::render::style::{GOOD, NAME, paint};
use crate::render::{difference, migration_file as migration};
use crate::report::Report;
use crate::source;
use crate::terminal::narration::Narration;

/// Make a migration file to fill in
///
/// Its version is the time in UTC, its sections are `up`, `verify` and `down`. Blank space and signs in NAME become
/// underscores. With --from, `up` and `down` are filled with what turns the schema that the migrations make into
/// another one, and back; both are proven on a shadow database.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel new create_chats
  whimbrel new \"Add owner to presets\"     …_add_owner_to_presets.sql
  whimbrel new add_tags --from schema.sql  what the file has and the migrations have not
  whimbrel new adopt --from target:        what somebody changed by hand in the database")]
pub struct Options {
    /// What it does, in a few words
    #[arg(value_name = "NAME", required = true, num_args = 1..)]
    pub name: Vec<String>,
    /// Fill it with the difference between what the migrations make and this schema
    ///
    /// A .sql file or a folder of them, a database's URL, `target:` for the configured database.
    #[arg(long, value_name = "SOURCE")]
    pub from: Option<String>,
    /// Rename instead of dropping and creating, such as users.name=full_name; may be given again
    #[arg(long, value_name = "OLD=NEW", requires = "from")]
    pub rename: Vec<String>,
    /// Where it is tried, and what is compared.
    #[command(flatten)]
    pub shadow: Shadow,
}

/// Runs it, without a schema to fill it from.
pub fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let written = options.name.join(" ");
    let made = write(&written, &migration::template(&written), context)?;
    Ok(Report::new(made.json(), made.human()).hint(format!("fill in `up`, then: {}", paint(NAME, "whimbrel apply"))))
}

/// Runs it with `--from`.
pub async fn from(options: &Options, source: &str, context: &Context) -> Result<Report, Problem> {
    let config = context.config()?;
    let mut schema = options.shadow.options(&config, context)?;
    schema.renames.clone_from(&options.rename);
    let (old, new) = (source::migrations(&config)?, source::parse(source, &config, context)?);
    let narration = Narration::start(&context.terminal, "comparing");
    let both = context.unless_interrupted(schema::both_ways(&old, &new, &schema)).await;
    drop(narration);
    let (up, down) = both?;
    if up.is_empty() {
        let json = Envelope::new("new").with("path", None::<String>).with_all(DifferenceJson::from(&up));
        return Ok(Report::new(json, format!("{} is what the migrations make: there is nothing to write\n", up.to)));
    }
    let written = options.name.join(" ");
    let made = write(&written, &migration::text(&written, &up, &down), context)?;
    let json = made.json().with_all(DifferenceJson::from(&up)).with("down", DifferenceJson::from(&down).statements);
    let human = format!("{}{}", made.human(), difference::after_all(&up));
    let program = context.global.program();
    let hint = if source == "target:" {
        let record = paint(NAME, format!("{program} baseline"));
        format!("read it; the target has all of it, so record it there without running it: {record}")
    } else {
        format!("read it, then: {}", paint(NAME, format!("{program} apply")))
    };
    Ok(Report::new(json, human).hint(hint))
}

/// A file that was made.
struct Made {
    path: String,
    version: String,
    name: String,
}

impl Made {
    fn json(&self) -> Envelope {
        Envelope::new("new").with("path", &self.path).with("version", &self.version).with("name", &self.name)
    }

    fn human(&self) -> String {
        format!("{} {}\n", paint(GOOD, "made"), self.path)
    }
}

fn write(written: &str, text: &str, context: &Context) -> Result<Made, Problem> {
    let name = slug(written).ok_or_else(|| {
        Problem::new(ExitClass::Usage, "new.name", format!("failed to make a file name of `{written}`"))
            .remedy("give a name with letters or digits, such as create_chats")
    })?;
    let config = context.config()?;
    let (folder, shown) = config.migrations()?;
    let failed = |error: std::io::Error| {
        let message = format!("failed to make a migration in {}: {error}", shown.display());
        Problem::new(ExitClass::Failed, "file.write", message)
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    let taken = versions(&folder).map_err(failed)?;
    let version = free_version(Timestamp::now(), &taken);
    let file = format!("{version}_{name}.sql");
    create_new(&folder.join(&file), text).map_err(failed)?;
    Ok(Made { path: shown.join(&file).display().to_string(), version, name })
}

/// Lowercase letters and digits, everything else one underscore.
fn slug(written: &str) -> Option<String> {
    let mut slug = String::new();
    for c in written.trim_end_matches(".sql").chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    let slug = slug.trim_end_matches('_').to_owned();
    (!slug.is_empty()).then_some(slug)
}

/// The digits that files of `folder` begin with.
fn versions(folder: &std::path::Path) -> std::io::Result<Vec<String>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        versions.push(name[..digits].to_owned());
    }
    Ok(versions)
}

/// The time as a version; a second later for each that is taken, so that two in one second keep their order.
fn free_version(now: Timestamp, taken: &[String]) -> String {
    let mut at = now;
    loop {
        let version = at.strftime("%Y%m%d%H%M%S").to_string();
        if !taken.contains(&version) {
            return version;
        }
        at += jiff::SignedDuration::from_secs(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_file_names() {
        for (written, expected) in [
            ("create_chats", Some("create_chats")),
            ("Add owner-id  to \"presets\"!", Some("add_owner_id_to_presets")),
            ("../../etc/passwd", Some("etc_passwd")),
            ("create_chats.sql", Some("create_chats")),
            ("Größe ändern", Some("größe_ändern")),
            ("!!!", None),
        ] {
            assert_eq!(slug(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn two_in_one_second_keep_their_order() {
        let now: Timestamp = "2025-12-24T09:30:59Z".parse().unwrap();
        assert_eq!(free_version(now, &[]), "20251224093059");
        assert_eq!(free_version(now, &["20251224093059".into(), "20251224093100".into()]), "20251224093101");
    }
}
