//! Why connecting failed, and what to do about it.

use std::time::Duration;

use super::attempt::Failure;
use super::config::Config;
use super::connect::Attempt;
use super::mask::mask;
use crate::ConnectError;

/// True where trying again later may succeed without anybody changing anything.
pub(crate) fn waiting_may_help(failure: &Failure) -> bool {
    match failure {
        Failure::Lookup(_) | Failure::Socket(_) | Failure::Timeout(_) | Failure::Broken(_) => true,
        // Starting, stopping, recovering; too many connections.
        Failure::Server(said) => matches!(said.code().code(), "57P03" | "53300"),
        _ => false,
    }
}

/// The error a user sees, after `waited`.
pub(crate) fn explain(config: &Config, attempts: &[Attempt], waited: Option<Duration>) -> ConnectError {
    let _ = waited;
    let said: Vec<String> =
        attempts.iter().map(|a| format!("{}: {}", a.entry.shown(), mask(&a.failure.text(), &config.secrets()))).collect();
    ConnectError {
        code: "connection.failed",
        message: format!("failed to connect to {}", config.masked()),
        said: Some(said.join("\n")),
        cause: None,
        remedies: Vec::new(),
    }
}
