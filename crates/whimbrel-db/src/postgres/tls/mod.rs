//! TLS by rustls, with the six modes as libpq means them.

use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::config::{HostEntry, TlsSettings};

/// Why there is no TLS.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub(crate) struct TlsFailure {
    pub text: String,
}

impl TlsFailure {
    pub(crate) fn is_of_the_handshake(&self) -> bool {
        true
    }
}

/// Negotiates TLS over `stream`; with it the hash for channel binding.
pub(crate) async fn handshake(
    _stream: TcpStream,
    _entry: &HostEntry,
    _settings: &TlsSettings,
) -> Result<(TlsStream<TcpStream>, Option<Vec<u8>>), TlsFailure> {
    Err(TlsFailure { text: "this build has no TLS".into() })
}
