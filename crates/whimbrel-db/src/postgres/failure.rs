//! The driver's errors as ours.

use std::error::Error as _;

use tokio_postgres::error::{DbError as Said, ErrorPosition, Severity};

use super::mask::mask;
use crate::DbError;

/// A server's error message, secrets masked.
pub(crate) fn from_server(said: &Said, secrets: &[String]) -> DbError {
    let masked = |text: Option<&str>| text.map(|t| mask(t, secrets));
    let mut context = masked(said.where_());
    let mut position = None;
    match said.position() {
        Some(ErrorPosition::Original(from_one)) => position = Some((*from_one as usize).saturating_sub(1)),
        Some(ErrorPosition::Internal { position, query }) => {
            let place = format!("at character {position} of: {}", mask(query, secrets));
            context = Some(match context {
                Some(context) => format!("{place}\n{context}"),
                None => place,
            });
        }
        None => {}
    }
    DbError {
        code: said.code().code().to_owned(),
        message: mask(said.message(), secrets),
        detail: masked(said.detail()),
        hint: masked(said.hint()),
        context,
        position,
        schema: said.schema().map(str::to_owned),
        table: said.table().map(str::to_owned),
        column: said.column().map(str::to_owned),
        constraint: said.constraint().map(str::to_owned),
        completed: 0,
        disconnected: matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic)),
    }
}

/// Anything else that went wrong between the driver and the server. `connection_is_gone` by what is known of it.
pub(crate) fn from_driver(error: &tokio_postgres::Error, connection_is_gone: bool, secrets: &[String]) -> DbError {
    if let Some(said) = error.as_db_error() {
        return from_server(said, secrets);
    }
    let mut message = error.to_string();
    if let Some(source) = error.source() {
        message = format!("{message}: {source}");
    }
    // connection_failure, or protocol_violation where the connection lives.
    let code = if connection_is_gone { "08006" } else { "08P01" };
    local(code, &mask(&message, secrets), connection_is_gone)
}

/// An error of our own in the place of the server's.
pub(crate) fn local(code: &str, message: &str, disconnected: bool) -> DbError {
    DbError {
        code: code.to_owned(),
        message: message.to_owned(),
        detail: None,
        hint: None,
        context: None,
        position: None,
        schema: None,
        table: None,
        column: None,
        constraint: None,
        completed: 0,
        disconnected,
    }
}
