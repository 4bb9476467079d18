//! TLS: the service's certificate.

use std::fmt;
use std::sync::Arc;

use handover_core::language::{Text, text};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::config::Tls;

/// Accepts TLS handshakes.
pub(crate) struct Acceptor(pub(super) TlsAcceptor);

impl Acceptor {
    /// Reads a certificate and its key.
    ///
    /// # Errors
    /// If one of the files cannot be used.
    pub(crate) fn read(tls: &Tls) -> Result<Self, Text> {
        let chain = CertificateDer::pem_file_iter(&tls.certificate).and_then(Iterator::collect);
        let chain: Vec<_> = chain.map_err(|error| {
            let file = tls.certificate.display();
            text(
                format!("certifikatet `{file}` går inte att läsa: {error}"),
                format!("the certificate `{file}` cannot be read: {error}"),
            )
        })?;
        if chain.is_empty() {
            let file = tls.certificate.display();
            return Err(text(
                format!("filen `{file}` rymmer inget certifikat; det ska stå i PEM"),
                format!("the file `{file}` holds no certificate; it should be in PEM"),
            ));
        }
        let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| {
            let file = tls.key.display();
            text(
                format!("den privata nyckeln `{file}` går inte att läsa: {error}"),
                format!("the private key `{file}` cannot be read: {error}"),
            )
        })?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|versions| versions.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|error| {
            text(
                format!("certifikatet och den privata nyckeln går inte att använda: {error}"),
                format!("the certificate and the private key cannot be used: {error}"),
            )
        })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

impl fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acceptor")
    }
}
