//! The bytes to and from a server: a socket, with or without TLS around it.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_rustls::client::TlsStream as RustlsStream;

use super::config::{AuthMethod, Config, Keepalives};

/// One place to connect to, host name already looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Tcp(SocketAddr),
    /// The path of the socket itself.
    Unix(PathBuf),
}

/// An open way to a server.
pub(crate) struct Channel {
    way: Way,
    /// How the server begins: type, length and first word of its first message, until it was looked at.
    greeting: Option<Vec<u8>>,
    /// `require_auth`
    allowed: Option<Vec<AuthMethod>>,
}

/// What is under a channel.
pub(crate) enum Way {
    Tcp(TcpStream),
    Unix(UnixStream),
    Tls {
        stream: Box<RustlsStream<TcpStream>>,
        /// `tls-server-end-point`, the hash of the server's certificate.
        end_point: Option<Vec<u8>>,
    },
    /// Inside this process, see `Canceller::pid`.
    Memory(DuplexStream),
}

impl Channel {
    /// `allowed` are the methods of authentication the server may begin with; `None` for all.
    pub(crate) fn new(way: Way, allowed: Option<Vec<AuthMethod>>) -> Self {
        Self { way, greeting: Some(Vec::new()), allowed }
    }

    /// Looks at the beginning of what the server sends, before the driver can answer it.
    fn look_at(&mut self, received: &[u8]) -> io::Result<()> {
        let Some(greeting) = &mut self.greeting else { return Ok(()) };
        greeting.extend(received.iter().take(GREETING - greeting.len()));
        // Anything else, such as HTTP, would be read as the length of a message that never ends.
        if greeting.first().is_some_and(|first| !FIRST_MESSAGES.contains(first)) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, NOT_POSTGRES));
        }
        if let [b'R', _, _, _, _, code @ ..] = greeting.as_slice()
            && let Some(allowed) = &self.allowed
            && let Ok(code) = <[u8; 4]>::try_from(code)
        {
            let method = AuthMethod::from_code(u32::from_be_bytes(code));
            if !method.is_some_and(|method| allowed.contains(&method)) {
                let name = method.map_or("another method", AuthMethod::name);
                return Err(io::Error::other(NotAllowed(name)));
            }
        }
        if greeting.len() == GREETING {
            self.greeting = None;
        }
        Ok(())
    }

    /// True where TLS is around it.
    pub(crate) fn is_tls(&self) -> bool {
        matches!(self.way, Way::Tls { .. })
    }
}

/// Opens the socket with the options of `config`.
pub(crate) async fn open(place: &Place, config: &Config) -> io::Result<Way> {
    match place {
        Place::Tcp(address) => {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            set_options(&stream, &config.keepalives, config.tcp_user_timeout)?;
            Ok(Way::Tcp(stream))
        }
        Place::Unix(path) => Ok(Way::Unix(UnixStream::connect(path).await?)),
    }
}

fn set_options(stream: &TcpStream, keepalives: &Keepalives, user_timeout: Option<Duration>) -> io::Result<()> {
    let socket = SockRef::from(stream);
    if keepalives.on {
        let mut settings = TcpKeepalive::new();
        if let Some(idle) = keepalives.idle {
            settings = settings.with_time(idle);
        }
        if let Some(interval) = keepalives.interval {
            settings = settings.with_interval(interval);
        }
        if let Some(count) = keepalives.count {
            settings = settings.with_retries(count);
        }
        socket.set_tcp_keepalive(&settings)?;
    }
    // The option exists on Linux alone, and libpq too leaves it aside elsewhere.
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(user_timeout)?;
    #[cfg(not(target_os = "linux"))]
    let _ = user_timeout;
    Ok(())
}

/// Hands the driver a channel that is ready: TLS, where there is to be any, has been negotiated before, because
/// the driver knows neither the six modes nor how to say what went wrong.
pub(crate) struct Negotiated;

impl TlsConnect<Channel> for Negotiated {
    type Stream = Channel;
    type Error = Infallible;
    type Future = Ready<Result<Channel, Infallible>>;

    fn connect(self, channel: Channel) -> Self::Future {
        ready(Ok(channel))
    }
}

impl TlsStream for Channel {
    fn channel_binding(&self) -> ChannelBinding {
        match &self.way {
            Way::Tls { end_point: Some(hash), .. } => ChannelBinding::tls_server_end_point(hash.clone()),
            _ => ChannelBinding::none(),
        }
    }
}

impl AsyncRead for Channel {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let channel = self.get_mut();
        let before = buf.filled().len();
        let read = match &mut channel.way {
            Way::Tcp(stream) => Pin::new(stream).poll_read(cx, buf),
            Way::Unix(stream) => Pin::new(stream).poll_read(cx, buf),
            Way::Tls { stream, .. } => Pin::new(stream).poll_read(cx, buf),
            Way::Memory(stream) => Pin::new(stream).poll_read(cx, buf),
        };
        if let Some(received) = buf.filled().get(before..)
            && let Err(error) = channel.look_at(received)
        {
            return Poll::Ready(Err(error));
        }
        read
    }
}

/// What a server can begin with: authentication, an error, a notice, or the version of the protocol it speaks.
const FIRST_MESSAGES: &[u8] = b"RENv";
/// How many bytes of it are looked at.
const GREETING: usize = 9;

/// The server asks for a method that `require_auth` does not allow.
#[derive(Debug, thiserror::Error)]
#[error("the server asks for {0}, which require_auth does not allow")]
pub(crate) struct NotAllowed(pub &'static str);

/// Of the error where it begins otherwise.
pub(crate) const NOT_POSTGRES: &str = "the first bytes it sent are not PostgreSQL's";

impl AsyncWrite for Channel {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().way {
            Way::Tcp(stream) => Pin::new(stream).poll_write(cx, buf),
            Way::Unix(stream) => Pin::new(stream).poll_write(cx, buf),
            Way::Tls { stream, .. } => Pin::new(stream).poll_write(cx, buf),
            Way::Memory(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().way {
            Way::Tcp(stream) => Pin::new(stream).poll_flush(cx),
            Way::Unix(stream) => Pin::new(stream).poll_flush(cx),
            Way::Tls { stream, .. } => Pin::new(stream).poll_flush(cx),
            Way::Memory(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().way {
            Way::Tcp(stream) => Pin::new(stream).poll_shutdown(cx),
            Way::Unix(stream) => Pin::new(stream).poll_shutdown(cx),
            Way::Tls { stream, .. } => Pin::new(stream).poll_shutdown(cx),
            Way::Memory(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => path.display().fmt(f),
        }
    }
}
