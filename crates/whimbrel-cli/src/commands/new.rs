//! `whimbrel new NAME`

use std::fs;

use clap::Args;
use jiff::Timestamp;
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::Envelope;

use super::init::create_new;
use crate::config::{Choice, Config, Variables};
use crate::context::Context;
use crate::render::style::{GOOD, NAME, paint};
use crate::report::Report;

/// Make a migration file to fill in
///
/// Its version is the time in UTC, its sections are `up`, `verify` and `down`. Blank space and signs in NAME become
/// underscores.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel new create_chats
  whimbrel new \"Add owner to presets\"     …_add_owner_to_presets.sql")]
pub struct Options {
    /// What it does, in a few words
    #[arg(value_name = "NAME", required = true, num_args = 1..)]
    pub name: Vec<String>,
}

/// Runs it.
pub fn run(options: &Options, context: &Context) -> Result<Report, Problem> {
    let written = options.name.join(" ");
    let name = slug(&written).ok_or_else(|| {
        Problem::new(ExitClass::Usage, "new.name", format!("failed to make a file name of `{written}`"))
            .remedy("give a name with letters or digits, such as create_chats")
    })?;
    let choice = Choice {
        directory: context.global.directory.as_deref(),
        file: context.global.config.as_deref(),
        environment: context.global.environment.as_deref(),
    };
    let config = Config::load(choice, Variables::of_process(), context.secrets.clone())?;
    let (folder, shown) = config.migrations()?;
    let failed = |error: std::io::Error| {
        let message = format!("failed to make a migration in {}: {error}", shown.display());
        Problem::new(ExitClass::Failed, "file.write", message)
    };
    fs::create_dir_all(&folder).map_err(failed)?;
    let taken = versions(&folder).map_err(failed)?;
    let version = free_version(Timestamp::now(), &taken);
    let file = format!("{version}_{name}.sql");
    create_new(&folder.join(&file), &template(&written)).map_err(failed)?;
    let path = shown.join(&file).display().to_string();
    let json = Envelope::new("new").with("path", &path).with("version", &version).with("name", &name);
    Ok(Report::new(json, format!("{} {path}\n", paint(GOOD, "made")))
        .hint(format!("fill in `up`, then: {}", paint(NAME, "whimbrel apply"))))
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

fn template(written: &str) -> String {
    let mut words = written.replace('_', " ");
    if let Some(first) = words.get(..1) {
        words.replace_range(..1, &first.to_uppercase());
    }
    format!(
        "-- {words}.

-- migrate:up


-- migrate:verify
-- Each SELECT must return true, or nothing is committed. The comment above it is its name:
-- -- every chat belongs to a user
-- SELECT NOT EXISTS (SELECT FROM chats WHERE user_id IS NULL);

-- migrate:down

"
    )
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
