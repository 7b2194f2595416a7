//! Verifying the server's certificate: not at all, its chain, or its chain and name.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::TlsFailure;
use super::certificate;
use super::files::Trusted;

/// Decides as libpq does.
#[derive(Debug)]
pub(super) struct Verifier {
    /// `None` where nothing is verified.
    chain: Option<Arc<WebPkiServerVerifier>>,
    /// A server's own certificate may stand among the roots, as self-signed ones do.
    roots: Vec<CertificateDer<'static>>,
    /// Revocation lists are at hand.
    looks_for_revoked: bool,
    check_name: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    pub(super) fn new(
        provider: Arc<CryptoProvider>,
        trusted: Option<Trusted>,
        check_name: bool,
    ) -> Result<Self, TlsFailure> {
        let algorithms = provider.signature_verification_algorithms;
        let Some(Trusted { roots, revoked }) = trusted else {
            return Ok(Self { chain: None, roots: Vec::new(), looks_for_revoked: false, check_name, algorithms });
        };
        let mut store = RootCertStore::empty();
        // Some of a system's roots may be of a kind that cannot be read; one that can is enough.
        let (added, _) = store.add_parsable_certificates(roots.iter().cloned());
        if added == 0 {
            return Err(TlsFailure::File("none of the root certificates can be read".into()));
        }
        let looks_for_revoked = !revoked.is_empty();
        let chain =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).with_crls(revoked).build().map_err(
                |error| TlsFailure::File(format!("the root certificates or revocation lists cannot be used: {error}")),
            )?;
        Ok(Self { chain: Some(chain), roots, looks_for_revoked, check_name, algorithms })
    }

    fn check_common_name(&self, leaf: &CertificateDer<'_>, name: &ServerName<'_>) -> Result<(), Error> {
        let host = name.to_str();
        match certificate::lone_common_name(leaf) {
            Some(common) if certificate::name_fits(&common, &host) => Ok(()),
            Some(common) => Err(wrong_name(name, vec![common])),
            None => Err(wrong_name(name, Vec::new())),
        }
    }
}

fn wrong_name(expected: &ServerName<'_>, presented: Vec<String>) -> Error {
    Error::InvalidCertificate(CertificateError::NotValidForNameContext { expected: expected.to_owned(), presented })
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        // rustls wants a root and a server's certificate to be two; libpq takes a self-signed one that is trusted.
        if self.roots.iter().any(|root| root.as_ref() == leaf.as_ref()) {
            certificate::check_dates(leaf, now)?;
            if self.check_name {
                match rustls::server::ParsedCertificate::try_from(leaf)
                    .and_then(|parsed| rustls::client::verify_server_name(&parsed, name))
                {
                    Ok(()) => {}
                    Err(error) => self.check_common_name(leaf, name).map_err(|by_common_name| match error {
                        Error::InvalidCertificate(CertificateError::NotValidForNameContext {
                            ref presented, ..
                        }) if !presented.is_empty() => error,
                        _ => by_common_name,
                    })?,
                }
            }
            return Ok(ServerCertVerified::assertion());
        }
        // Without extensions a certificate cannot make others valid, so that this one step is the whole chain.
        if !self.looks_for_revoked
            && let Some(old) = certificate::of_version_1(leaf)
        {
            if !certificate::is_issued_by_one_of(&old, &self.roots, self.algorithms.all) {
                return Err(CertificateError::UnknownIssuer.into());
            }
            certificate::check_dates(leaf, now)?;
            if self.check_name {
                self.check_common_name(leaf, name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match chain.verify_server_cert(leaf, others, name, ocsp, now) {
            // The name is looked at last: the chain is good.
            Err(Error::InvalidCertificate(CertificateError::NotValidForNameContext { expected, presented })) => {
                if self.check_name && presented.is_empty() {
                    self.check_common_name(leaf, name)?;
                } else if self.check_name {
                    return Err(Error::InvalidCertificate(CertificateError::NotValidForNameContext {
                        expected,
                        presented,
                    }));
                }
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, leaf, signed, &self.algorithms)
            .or_else(|error| self.verify_with_plain_key(message, leaf, signed).ok_or(error))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, leaf, signed, &self.algorithms).or_else(|error| {
            // TLS 1.3 has done away with these.
            let outdated = [
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
            ];
            if outdated.contains(&signed.scheme) {
                return Err(error);
            }
            self.verify_with_plain_key(message, leaf, signed).ok_or(error)
        })
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl Verifier {
    /// rustls does not read certificates of version 1, which `openssl x509 -req` makes unless told otherwise and
    /// the server's manual therefore used to lead to. Their key verifies like any other.
    fn verify_with_plain_key(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Option<HandshakeSignatureValid> {
        let certificate = certificate::of_version_1(leaf)?;
        let (_, algorithms) = self.algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme)?;
        certificate::verifies(&certificate, algorithms, message, signed.signature())
            .then(HandshakeSignatureValid::assertion)
    }
}
