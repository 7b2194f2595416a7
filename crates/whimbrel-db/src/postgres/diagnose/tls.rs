//! TLS: wanted and not there, or there and not to be trusted.

use rustls::CertificateError;

use super::{Diagnosis, is_local};
use crate::postgres::config::{Config, HostEntry, Roots};
use crate::postgres::tls::TlsFailure;

pub(super) fn not_offered(entry: &HostEntry, config: &Config) -> Diagnosis {
    let mode = config.tls.mode.name();
    let diagnosis = Diagnosis::new(
        "connection.tls_not_offered",
        format!("sslmode={mode} asks for TLS, and the server is not set up for it"),
    )
    .remedy("set the server up for TLS: ssl = on, ssl_cert_file and ssl_key_file in postgresql.conf");
    if is_local(entry) {
        diagnosis.remedy("or, this being your own machine, write sslmode=disable in the database URL")
    } else {
        diagnosis.remedy("or, on a network that nobody can listen to, write sslmode=disable in the database URL")
    }
}

pub(super) fn failed(failure: &TlsFailure, config: &Config) -> Diagnosis {
    let mode = config.tls.mode.name();
    match failure {
        TlsFailure::NoRoots(path) => {
            let looked = match path {
                Some(path) => format!("there is no file {}", path.display()),
                None => "no file is named and there is no home directory to look in".to_owned(),
            };
            Diagnosis::new(
                "connection.tls_no_roots",
                format!("sslmode={mode} verifies the server, and {looked} to verify it with"),
            )
            .remedy("for a server with a public certificate (Neon, Supabase, …) add sslrootcert=system to the database URL, with sslmode=verify-full")
            .remedy("for one with a certificate of your own, add sslrootcert=FILE with the root certificate it was made with")
        }
        TlsFailure::File(_) => Diagnosis::new("connection.tls_file", "a file that TLS needs is missing or not right")
            .remedy("check sslrootcert, sslcert, sslkey and sslcrl in the database URL"),
        TlsFailure::WrongName { expected, presented } => {
            let names = if presented.is_empty() { "no name".to_owned() } else { presented.join(", ") };
            Diagnosis::new(
                "connection.tls_wrong_name",
                format!("sslmode={mode} wants a certificate for {expected}, and the server's is for {names}"),
            )
            .remedy("connect by a name that the certificate has (with hostaddr=ADDRESS where that name does not lead to the server)")
            .remedy("or make the server a certificate with this name")
        }
        TlsFailure::Untrusted(reason) => untrusted(reason, config),
        TlsFailure::Handshake(_) if config.tls.direct => Diagnosis::new(
            "connection.tls_failed",
            "sslnegotiation=direct begins with TLS at once, which servers before PostgreSQL 17 do not understand",
        )
        .remedy("leave sslnegotiation=direct out of the database URL"),
        TlsFailure::Handshake(_) => {
            Diagnosis::new("connection.tls_failed", "the server and Whimbrel could not agree on TLS")
                .remedy("TLS 1.2 or 1.3 must be allowed on the server (ssl_min_protocol_version); its log tells more")
        }
    }
}

fn untrusted(reason: &CertificateError, config: &Config) -> Diagnosis {
    match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Diagnosis::new("connection.tls_expired", "the certificate of the server has expired")
                .remedy("renew it on the server, then: SELECT pg_reload_conf()")
                .remedy("if it is valid, set this machine's clock")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Diagnosis::new("connection.tls_expired", "the time of the server's certificate has not begun")
                .remedy("set the clock of this machine or of the one that made the certificate")
        }
        CertificateError::Revoked => {
            Diagnosis::new("connection.tls_revoked", "the certificate of the server was revoked by those who made it")
                .remedy("give the server a new certificate; do not connect before you know why the old one was revoked")
        }
        _ => {
            let roots = match &config.tls.roots {
                Roots::File(path) => format!("the roots in {}", path.display()),
                Roots::System => "this system's roots".to_owned(),
                Roots::Nowhere => "the roots".to_owned(),
            };
            Diagnosis::new(
                "connection.tls_untrusted",
                format!("the certificate of the server does not lead to any of {roots}"),
            )
            .remedy("add sslrootcert=FILE with the root certificate that the server's was made with")
            .remedy("where the certificate is public, add sslrootcert=system, with sslmode=verify-full")
        }
    }
}
