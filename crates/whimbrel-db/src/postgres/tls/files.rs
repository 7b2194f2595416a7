//! Root certificates, revocation lists, and the client's own certificate and key.

use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};

use super::TlsFailure;
use crate::postgres::config::{Roots, SslMode, TlsSettings};

/// What servers' certificates are verified with.
pub(super) struct Trusted {
    pub roots: Vec<CertificateDer<'static>>,
    pub revoked: Vec<CertificateRevocationListDer<'static>>,
}

/// `None` where nothing is to be verified: a mode that does not ask for it, and no root file. As in libpq, a root
/// file that exists is used in every mode.
pub(super) fn roots(settings: &TlsSettings) -> Result<Option<Trusted>, TlsFailure> {
    let must_verify = settings.mode >= SslMode::VerifyCa;
    let roots = match &settings.roots {
        Roots::System => {
            let found = rustls_native_certs::load_native_certs();
            if found.certs.is_empty() {
                let why: Vec<String> = found.errors.iter().map(ToString::to_string).collect();
                return Err(TlsFailure::File(format!(
                    "no root certificates were found on this system {}",
                    why.join("; ")
                )));
            }
            found.certs
        }
        Roots::File(path) if path.exists() => certificates(path, "root certificate file")?,
        Roots::File(path) if must_verify => return Err(TlsFailure::NoRoots(Some(path.clone()))),
        Roots::Nowhere if must_verify => return Err(TlsFailure::NoRoots(None)),
        Roots::File(_) | Roots::Nowhere => return Ok(None),
    };
    let revoked = match &settings.crl {
        Some(path) => CertificateRevocationListDer::pem_slice_iter(&read(path, "revocation list")?)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| unusable(path, "revocation list", &error.to_string()))?,
        None => Vec::new(),
    };
    Ok(Some(Trusted { roots, revoked }))
}

/// The client's certificate, with those that lead to it, and its key.
type ClientIdentity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// `None` where none is named and the default files are not there.
pub(super) fn client_certificate(settings: &TlsSettings) -> Result<Option<ClientIdentity>, TlsFailure> {
    let Some(files) = &settings.certificate else { return Ok(None) };
    if !files.named && !files.certificate.exists() {
        return Ok(None);
    }
    let chain = certificates(&files.certificate, "client certificate")?;
    let text = read(&files.key, "client key")?;
    check_permissions(&files.key)?;
    let key = PrivateKeyDer::from_pem_slice(&text).map_err(|error| {
        if String::from_utf8_lossy(&text).contains("ENCRYPTED") {
            let why = "it is encrypted, which is not supported; decrypt it with: openssl pkey -in KEY -out NEWKEY";
            return unusable(&files.key, "client key", why);
        }
        unusable(&files.key, "client key", &error.to_string())
    })?;
    Ok(Some((chain, key)))
}

fn certificates(path: &Path, what: &str) -> Result<Vec<CertificateDer<'static>>, TlsFailure> {
    let found = CertificateDer::pem_slice_iter(&read(path, what)?)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| unusable(path, what, &error.to_string()))?;
    if found.is_empty() {
        return Err(unusable(path, what, "there is no certificate in it"));
    }
    Ok(found)
}

fn read(path: &Path, what: &str) -> Result<Vec<u8>, TlsFailure> {
    std::fs::read(path).map_err(|error| unusable(path, what, &error.to_string()))
}

fn unusable(path: &Path, what: &str, why: &str) -> TlsFailure {
    TlsFailure::File(format!("the {what} {} cannot be used: {why}", path.display()))
}

/// libpq's rule: a key that others may read is no secret; root's may be readable by a group.
#[cfg(unix)]
fn check_permissions(path: &Path) -> Result<(), TlsFailure> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let found = std::fs::metadata(path).map_err(|error| unusable(path, "client key", &error.to_string()))?;
    let forbidden = if found.uid() == 0 { 0o037 } else { 0o077 };
    if found.permissions().mode() & forbidden != 0 {
        let why = format!("others may read it; run: chmod 600 {}", path.display());
        return Err(unusable(path, "client key", &why));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_permissions(_: &Path) -> Result<(), TlsFailure> {
    Ok(())
}
