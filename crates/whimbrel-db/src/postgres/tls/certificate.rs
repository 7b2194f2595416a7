//! Reading the server's certificate beyond what rustls does with it.

use rustls::CertificateError;
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use sha2::{Digest, Sha256, Sha384, Sha512};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::{Certificate, Version};

/// RFC 5929's hash of a certificate: by the hash of its signature, MD5 and SHA-1 raised to SHA-256. `None` where the
/// signature has no hash of its own, such as Ed25519's.
pub(super) fn end_point_hash(der: &CertificateDer<'_>) -> Option<Vec<u8>> {
    let certificate = Certificate::from_der(der).ok()?;
    match certificate.signature_algorithm.oid.to_string().as_str() {
        // RSA with MD5, SHA-1 and SHA-256; ECDSA with SHA-1 and SHA-256.
        "1.2.840.113549.1.1.4"
        | "1.2.840.113549.1.1.5"
        | "1.2.840.113549.1.1.11"
        | "1.2.840.10045.4.1"
        | "1.2.840.10045.4.3.2" => Some(Sha256::digest(der).to_vec()),
        // RSA and ECDSA with SHA-384.
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Some(Sha384::digest(der).to_vec()),
        // RSA and ECDSA with SHA-512.
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Some(Sha512::digest(der).to_vec()),
        _ => None,
    }
}

/// Whether `now` lies in the certificate's time.
pub(super) fn check_dates(der: &CertificateDer<'_>, now: UnixTime) -> Result<(), CertificateError> {
    let certificate = Certificate::from_der(der).map_err(|_| CertificateError::BadEncoding)?;
    let validity = certificate.tbs_certificate.validity;
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration();
    if now.as_secs() > seconds(validity.not_after).as_secs() {
        return Err(CertificateError::ExpiredContext {
            time: now,
            not_after: UnixTime::since_unix_epoch(seconds(validity.not_after)),
        });
    }
    if now.as_secs() < seconds(validity.not_before).as_secs() {
        return Err(CertificateError::NotValidYetContext {
            time: now,
            not_before: UnixTime::since_unix_epoch(seconds(validity.not_before)),
        });
    }
    Ok(())
}

/// The common name of a certificate that names no host in any other way, which is the only case in which libpq
/// looks at it.
pub(super) fn lone_common_name(der: &CertificateDer<'_>) -> Option<String> {
    let certificate = Certificate::from_der(der).ok()?.tbs_certificate;
    if let Ok(Some((_, names))) = certificate.get::<SubjectAltName>() {
        use x509_cert::ext::pkix::name::GeneralName;
        if names.0.iter().any(|name| matches!(name, GeneralName::DnsName(_) | GeneralName::IpAddress(_))) {
            return None;
        }
    }
    // RFC 4519's commonName.
    let wanted = "2.5.4.3";
    let mut attributes = certificate.subject.0.iter().flat_map(|set| set.0.iter());
    let value = &attributes.rfind(|attribute| attribute.oid.to_string() == wanted)?.value;
    std::str::from_utf8(value.value()).ok().map(str::to_owned)
}

/// True where a name in a certificate, perhaps `*.example.org`, means `host`.
pub(super) fn name_fits(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    match pattern.strip_prefix("*.") {
        Some(domain) => host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && rest == domain),
        None => pattern == host,
    }
}

/// A certificate of version 1, without extensions; `None` for others, which rustls reads itself.
pub(super) fn of_version_1(der: &CertificateDer<'_>) -> Option<Certificate> {
    Certificate::from_der(der).ok().filter(|certificate| certificate.tbs_certificate.version == Version::V1)
}

/// Whether the key of `signer` made this signature over `message` with one of `algorithms`.
pub(super) fn verifies(
    signer: &Certificate,
    algorithms: &[&dyn SignatureVerificationAlgorithm],
    message: &[u8],
    signature: &[u8],
) -> bool {
    let key = &signer.tbs_certificate.subject_public_key_info;
    let Some(kind) = content(&key.algorithm) else { return false };
    algorithms
        .iter()
        .filter(|algorithm| algorithm.public_key_alg_id().as_ref() == kind)
        .any(|algorithm| algorithm.verify_signature(key.subject_public_key.raw_bytes(), message, signature).is_ok())
}

/// Whether the certificate names one of `roots` as its issuer and bears its signature.
pub(super) fn is_issued_by_one_of(
    certificate: &Certificate,
    roots: &[CertificateDer<'_>],
    algorithms: &[&'static dyn SignatureVerificationAlgorithm],
) -> bool {
    let (Ok(message), Some(kind)) = (certificate.tbs_certificate.to_der(), content(&certificate.signature_algorithm))
    else {
        return false;
    };
    let fitting: Vec<&dyn SignatureVerificationAlgorithm> = algorithms
        .iter()
        .copied()
        .filter(|algorithm| algorithm.signature_alg_id().as_ref() == kind)
        .map(|algorithm| algorithm as &dyn SignatureVerificationAlgorithm)
        .collect();
    roots.iter().filter_map(|root| Certificate::from_der(root).ok()).any(|root| {
        root.tbs_certificate.subject == certificate.tbs_certificate.issuer
            && verifies(&root, &fitting, &message, certificate.signature.raw_bytes())
    })
}

/// What is inside the SEQUENCE of an algorithm, as rustls compares it: its header, one byte of tag and, these being
/// short, one of length, taken off.
fn content(algorithm: &AlgorithmIdentifierOwned) -> Option<Vec<u8>> {
    algorithm.to_der().ok()?.get(2..).map(<[u8]>::to_vec)
}

/// Why a certificate was refused.
pub(super) fn in_words(reason: &CertificateError) -> String {
    match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".into(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "its time has not begun".into(),
        CertificateError::Revoked => "it was revoked".into(),
        CertificateError::UnknownIssuer => "none of the root certificates vouches for it".into(),
        CertificateError::BadSignature => "its signature is wrong".into(),
        other => other.to_string(),
    }
}

/// A name as rustls tells it, `DnsName("db.example.org")` or `IpAddress(127.0.0.1)`, without the wrapping.
pub(super) fn plain_name(told: &str) -> String {
    let inside = told.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(told);
    inside.trim_matches('"').to_owned()
}
