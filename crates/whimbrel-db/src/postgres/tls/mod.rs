//! TLS by rustls, with the six modes as libpq means them.

mod certificate;
mod files;
mod verify;

use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::config::{Host, HostEntry, SslMode, TlsSettings};
use verify::Verifier;

/// Why there is no TLS.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum TlsFailure {
    /// A mode that verifies, and nothing to verify with; the file that was looked for.
    #[error("there is no root certificate to verify the server with")]
    NoRoots(Option<PathBuf>),
    /// A file of certificates, keys or revocation lists is not right.
    #[error("{0}")]
    File(String),
    /// The certificate is for other names.
    #[error("the certificate of the server is not for {expected}, but for {}", presented.join(", "))]
    WrongName { expected: String, presented: Vec<String> },
    /// The certificate is not to be trusted.
    #[error("the certificate of the server is refused: {}", certificate::in_words(.0))]
    Untrusted(CertificateError),
    /// Anything else between the two.
    #[error("{0}")]
    Handshake(String),
}

impl TlsFailure {
    /// False for what is wrong on this side, before the server was asked.
    pub(crate) fn is_of_the_handshake(&self) -> bool {
        !matches!(self, Self::NoRoots(_) | Self::File(_))
    }
}

/// Negotiates TLS over `stream`; with it the hash for channel binding.
pub(crate) async fn handshake(
    stream: TcpStream,
    entry: &HostEntry,
    settings: &TlsSettings,
) -> Result<(TlsStream<TcpStream>, Option<Vec<u8>>), TlsFailure> {
    let config = client_config(settings)?;
    let host = match (&entry.host, entry.address) {
        (Host::Name(name), _) => name.clone(),
        (_, Some(address)) => address.to_string(),
        // Sockets have no TLS, so that this is not reached; an empty name verifies nowhere.
        _ => String::new(),
    };
    let name = ServerName::try_from(host.clone())
        .map_err(|_| TlsFailure::Handshake(format!("`{host}` is not a host name that a certificate can have")))?;
    let connector = TlsConnector::from(Arc::new(config));
    let stream = connector.connect(name, stream).await.map_err(|error| explain(error, &host))?;
    let (_, session) = stream.get_ref();
    let end_point =
        session.peer_certificates().and_then(|chain| chain.first()).and_then(|leaf| certificate::end_point_hash(leaf));
    Ok((stream, end_point))
}

fn client_config(settings: &TlsSettings) -> Result<ClientConfig, TlsFailure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut versions = Vec::new();
    if settings.tls13 {
        versions.push(&rustls::version::TLS13);
    }
    if settings.tls12 {
        versions.push(&rustls::version::TLS12);
    }
    let roots = files::roots(settings)?;
    let verifier = Verifier::new(Arc::clone(&provider), roots, settings.mode == SslMode::VerifyFull)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions)
        .map_err(|error| TlsFailure::Handshake(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match files::client_certificate(settings)? {
        Some((chain, key)) => builder
            .with_client_auth_cert(chain, key)
            .map_err(|error| TlsFailure::File(format!("the client certificate and its key cannot be used: {error}")))?,
        None => builder.with_no_client_auth(),
    };
    config.enable_sni = settings.sni;
    if settings.direct {
        // Without it the server refuses direct TLS, which a confused HTTPS client might have begun.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(config)
}

fn explain(error: std::io::Error, host: &str) -> TlsFailure {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. })) => {
            TlsFailure::WrongName {
                expected: host.to_owned(),
                presented: presented.iter().map(|name| certificate::plain_name(name)).collect(),
            }
        }
        Some(rustls::Error::InvalidCertificate(reason)) => TlsFailure::Untrusted(reason.clone()),
        _ => TlsFailure::Handshake(error.to_string()),
    }
}
