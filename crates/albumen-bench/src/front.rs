//! TLS in front of the emulator: takes the encryption off, hands the connection on, adds nothing.

use std::net::Ipv4Addr;
use std::sync::Arc;

use photos_emulator::Hand;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::certificate::Certificate;

/// A front that listens; it ends when this is dropped.
pub(crate) struct Front(tokio::task::JoinHandle<()>);

impl Drop for Front {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Listens on the port of HTTPS.
pub(crate) async fn start(certificate: &Certificate, behind: Hand) -> Result<Front, String> {
    let chain = CertificateDer::pem_file_iter(&certificate.chain)
        .and_then(Iterator::collect)
        .map_err(|error| error.to_string())?;
    let key = PrivateKeyDer::from_pem_file(&certificate.key).map_err(|error| error.to_string())?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| error.to_string())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 443))
        .await
        .map_err(|error| format!("port 443 of the private network: {error}"))?;
    Ok(Front(tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                drop(stream.set_nodelay(true));
                // One that cannot shake hands is for its own side to judge.
                if let Ok(stream) = acceptor.accept(stream).await {
                    behind.give(stream).await;
                }
            });
        }
    })))
}
