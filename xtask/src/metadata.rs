//! What cargo knows of the workspace.

use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

/// A workspace, or a graph of dependencies.
#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
}

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub license: Option<String>,
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
    pub metadata: Option<serde_json::Value>,
}

#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    pub rename: Option<String>,
    /// `None` for a normal one, else `dev` or `build`.
    pub kind: Option<String>,
}

/// The packages of the workspace.
pub fn workspace() -> Metadata {
    read(&["--no-deps"])
}

/// Those and all that they depend on, on this platform.
pub fn everything() -> Metadata {
    read(&["--filter-platform", &host()])
}

fn read(arguments: &[&str]) -> Metadata {
    let output = cargo(&[&["metadata", "--format-version", "1", "--locked"], arguments].concat());
    serde_json::from_str(&output).expect("cargo writes the format that was asked for")
}

fn host() -> String {
    let output = cargo(&["-vV"]);
    output.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo says what it runs on").to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    #[expect(clippy::disallowed_methods, reason = "cargo says there where it is")]
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(crate::root()).output().expect("cargo can be run");
    assert!(output.status.success(), "cargo failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}
