//! TLS in front of the emulator: takes the encryption off, passes every byte on, adds nothing.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::copy_bidirectional_with_sizes;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::certificate::Certificate;

const UP_BYTES: usize = 256 * 1024;
const DOWN_BYTES: usize = 16 * 1024;

/// Listens on the port of HTTPS until the runtime ends.
pub(crate) async fn start(certificate: &Certificate, behind: SocketAddr) -> Result<(), String> {
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
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(pass(acceptor.clone(), stream, behind));
        }
    });
    Ok(())
}

/// One connection. How it ends is for the two at its ends to judge.
async fn pass(acceptor: TlsAcceptor, stream: TcpStream, behind: SocketAddr) {
    drop(stream.set_nodelay(true));
    let Ok(mut outside) = acceptor.accept(stream).await else {
        return;
    };
    let Ok(mut inside) = TcpStream::connect(behind).await else {
        return;
    };
    drop(inside.set_nodelay(true));
    let passed = copy_bidirectional_with_sizes(&mut outside, &mut inside, UP_BYTES, DOWN_BYTES);
    drop(passed.await);
}
