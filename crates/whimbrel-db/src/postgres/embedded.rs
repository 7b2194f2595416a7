//! The PostgreSQL inside the binary.

use super::Postgres;
use crate::address::EmbeddedPlace;
use crate::{ConnectError, ConnectOptions};

/// Starts the embedded PostgreSQL, or joins the guard's refusal where this process has one open already.
pub async fn connect_embedded(place: &EmbeddedPlace, options: &ConnectOptions) -> Result<Postgres, ConnectError> {
    let _ = (place, options);
    Err(ConnectError {
        code: "connection.no_embedded",
        message: "failed to start the embedded PostgreSQL".into(),
        said: None,
        cause: Some("this build of Whimbrel has no embedded PostgreSQL".into()),
        remedies: vec!["build with the cargo feature `embedded`, or name a server".into()],
    })
}
