//! `whimbrel init`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use whimbrel_plan::{ExitClass, Problem};
use whimbrel_report::Envelope;

use crate::config::FILE_NAME;
use crate::context::Context;
use crate::render::style::{DIM, GOOD, NAME, paint};
use crate::report::Report;

/// Make a project: a config, a migrations folder, an .env.example
///
/// Makes whimbrel.toml, migrations/, .env.example and the lines `.env` and `.whimbrel/` in .gitignore, so that neither
/// the password nor the data of the embedded PostgreSQL is ever committed. What exists already is left as it is.
#[derive(Debug, Clone, Args)]
#[command(after_long_help = "Examples:
  whimbrel init              in this folder
  whimbrel -C backend init   in another")]
pub struct Options {}

const CONFIG: &str = r#"# Everything here is optional; what stands behind a # is the default.

# migrations = "migrations"
# env_file = ".env"

# The database, if it is not set by DATABASE_URL or PGHOST, PGUSER, … in the environment or in .env:
# [database]
# url = "${DATABASE_URL}"

# whimbrel --environment dev …: a real PostgreSQL in a folder, inside whimbrel, no server needed.
[environments.dev.database]
url = "embedded:.whimbrel/dev"

# What must be there before anything runs:
# [require]
# postgres = ">=12"
# extensions = ["pgcrypto"]
# variables.SECRET_KEY = { min_length = 32 }

# [run]
# lock_timeout = "2s"      # for each attempt; tried again with growing pauses
# lock_attempts = 30
# lock_wait = "10s"        # for another run to end

# Only after something was applied and verified:
# [after.apply]
# commands = ["systemctl restart my-api.service"]
# health = { url = "http://localhost:5000/health", status = 200, within = "60s" }
"#;

const ENV_EXAMPLE: &str = "\
# Copy this to .env and fill it in. Never commit .env.
DATABASE_URL=postgres://USER:PASSWORD@localhost:5432/DATABASE
";

/// Runs it.
pub fn run(context: &Context) -> Result<Report, Problem> {
    let folder = context.global.directory.as_deref().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        let message = format!("failed to enter {}: there is no such folder", folder.display());
        return Err(Problem::new(ExitClass::Usage, "config.no_folder", message)
            .remedy(format!("mkdir -p {}", folder.display())));
    }
    let config = context.global.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let mut made = Made::default();
    made.file(folder, &config, CONFIG)?;
    made.folder(folder, Path::new("migrations"))?;
    made.file(folder, Path::new(".env.example"), ENV_EXAMPLE)?;
    made.ignored(folder, ".env")?;
    // Where the embedded PostgreSQL of the `dev` environment keeps its data.
    made.ignored(folder, ".whimbrel/")?;

    let mut human = String::new();
    for path in &made.created {
        human.push_str(&format!("{} {path}\n", paint(GOOD, "made")));
    }
    for path in &made.left {
        human.push_str(&format!("{} {path}\n", paint(DIM, "left as it is:")));
    }
    let json = Envelope::new("init").with("created", &made.created).with("left", &made.left);
    Ok(Report::new(json, human)
        .hint(format!("next: {}", paint(NAME, "whimbrel new create_users")))
        .hint(format!("then: {}", paint(NAME, "whimbrel --environment dev apply"))))
}

/// What was made, and what was there before.
#[derive(Default)]
struct Made {
    created: Vec<String>,
    left: Vec<String>,
}

impl Made {
    fn file(&mut self, root: &Path, path: &Path, text: &str) -> Result<(), Problem> {
        let shown = path.display().to_string();
        match create_new(&root.join(path), text) {
            Ok(()) => self.created.push(shown),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => self.left.push(shown),
            Err(error) => return Err(failed(&shown, &error)),
        }
        Ok(())
    }

    fn folder(&mut self, root: &Path, path: &Path) -> Result<(), Problem> {
        let shown = format!("{}/", path.display());
        if root.join(path).is_dir() {
            self.left.push(shown);
            return Ok(());
        }
        fs::create_dir(root.join(path)).map_err(|error| failed(&shown, &error))?;
        self.created.push(shown);
        Ok(())
    }

    /// A line in `.gitignore`, unless it is there.
    fn ignored(&mut self, root: &Path, line: &str) -> Result<(), Problem> {
        let path = root.join(".gitignore");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(".gitignore", &error)),
        };
        let shown = format!(".gitignore ({line})");
        if text.lines().any(|there| there.trim().trim_start_matches('/') == line) {
            self.left.push(shown);
            return Ok(());
        }
        let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        fs::write(&path, format!("{text}{line_break}{line}\n")).map_err(|error| failed(".gitignore", &error))?;
        self.created.push(shown);
        Ok(())
    }
}

/// Writes a file that does not exist yet.
pub fn create_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn failed(shown: &str, error: &std::io::Error) -> Problem {
    Problem::new(ExitClass::Failed, "file.write", format!("failed to make {shown}: {error}"))
}
