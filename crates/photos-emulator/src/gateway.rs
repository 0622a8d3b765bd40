//! The listening sockets, and a handle with which an answer can be withheld.
//!
//! A lost connection is the one fault HTTP cannot express, so each connection carries a switch that closes it.

use std::{
    fmt, io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    sync::mpsc,
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// A connection that is open: TCP, or what a front has taken the encryption off.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Takes connections that somebody else accepted, for instance behind TLS. Clones serve the same emulator.
#[derive(Clone)]
pub struct Hand(mpsc::Sender<Box<dyn Stream>>);

impl fmt::Debug for Hand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hand").finish_non_exhaustive()
    }
}

impl Hand {
    /// Serves this connection like one that was accepted here. One that comes after the end is dropped.
    pub async fn give(&self, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
        // Nobody there: the connection ends, which is what its other side is to see.
        let _ = self.0.send(Box::new(stream)).await;
    }
}

/// Loopback, in both families where the machine has both, on one port.
pub(crate) struct Gateway {
    v4: TcpListener,
    v6: Option<TcpListener>,
    handed: mpsc::Receiver<Box<dyn Stream>>,
    hand: Hand,
    stop: CancellationToken,
}

impl Gateway {
    /// Binds 127.0.0.1 and, if it can, ::1 with the same port.
    pub(crate) async fn bind(port: u16, stop: CancellationToken) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = v4.local_addr()?.port();
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        let (hand, handed) = mpsc::channel(16);
        Ok(Self {
            v4,
            v6,
            handed,
            hand: Hand(hand),
            stop,
        })
    }

    /// Where connections can be given that were accepted elsewhere.
    pub(crate) fn hand(&self) -> Hand {
        self.hand.clone()
    }

    /// The port both sockets have.
    pub(crate) fn port(&self) -> io::Result<u16> {
        Ok(self.v4.local_addr()?.port())
    }
}

impl Listener for Gateway {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let second = async {
                match &self.v6 {
                    Some(v6) => v6.accept().await,
                    None => std::future::pending().await,
                }
            };
            let accepted = tokio::select! {
                found = self.v4.accept() => found,
                found = second => found,
                Some(stream) = self.handed.recv() => {
                    let from = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                    return (Wire::new(stream, self.stop.child_token()), from);
                }
            };
            match accepted {
                Ok((stream, from)) => {
                    let _ = stream.set_nodelay(true);
                    return (Wire::new(Box::new(stream), self.stop.child_token()), from);
                }
                // Out of file descriptors, most likely: others must close theirs first.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.v4.local_addr()
    }
}

/// One connection.
pub(crate) struct Wire {
    stream: Box<dyn Stream>,
    cut: CancellationToken,
    is_cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Wire {
    fn new(stream: Box<dyn Stream>, cut: CancellationToken) -> Self {
        Self {
            stream,
            is_cut: Box::pin(cut.clone().cancelled_owned()),
            cut,
        }
    }

    fn check(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.is_cut.as_mut().poll(cx) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionReset.into()),
            Poll::Pending => Ok(()),
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Closes the connection a request came on.
#[derive(Clone, Debug)]
pub(crate) struct Line(CancellationToken);

impl Line {
    /// Nothing more is read from or written to the connection.
    pub(crate) fn cut(&self) {
        self.0.cancel();
    }
}

impl Connected<IncomingStream<'_, Gateway>> for Line {
    fn connect_info(stream: IncomingStream<'_, Gateway>) -> Self {
        Self(stream.io().cut.clone())
    }
}
