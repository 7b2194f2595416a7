//! Local sockets: Unix ones in a directory of this user's alone, TCP on loopback where there are none.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where a client connects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A Unix socket named `.s.PGSQL.<port>` in this directory, as libpq expects it.
    Socket {
        /// The directory, which only this user can enter.
        directory: PathBuf,
        /// The number in the socket's name.
        port: u16,
    },
    /// A port on loopback, on systems without Unix sockets.
    Tcp(SocketAddr),
}

#[cfg(unix)]
pub(crate) use unix::*;

#[cfg(unix)]
mod unix {
    use super::{Address, Path, PathBuf, io};

    pub(crate) type Listener = std::os::unix::net::UnixListener;
    pub(crate) type Stream = std::os::unix::net::UnixStream;

    /// Opens a socket in the directory.
    pub(crate) fn bind(directory: &Path, port: u16) -> io::Result<(Listener, Address)> {
        let listener = Listener::bind(file(directory, port))?;
        Ok((listener, Address::Socket { directory: directory.to_owned(), port }))
    }

    pub(crate) fn connect(address: &Address) -> io::Result<Stream> {
        match address {
            Address::Socket { directory, port } => Stream::connect(file(directory, *port)),
            Address::Tcp(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    pub(crate) fn file(directory: &Path, port: u16) -> PathBuf {
        directory.join(format!(".s.PGSQL.{port}"))
    }
}

#[cfg(not(unix))]
pub(crate) use tcp::*;

#[cfg(not(unix))]
mod tcp {
    use super::{Address, Path, io};

    pub(crate) type Listener = std::net::TcpListener;
    pub(crate) type Stream = std::net::TcpStream;

    /// Opens a port; the directory is for systems with Unix sockets.
    pub(crate) fn bind(_directory: &Path, _port: u16) -> io::Result<(Listener, Address)> {
        let listener = Listener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
        let address = Address::Tcp(listener.local_addr()?);
        Ok((listener, address))
    }

    pub(crate) fn connect(address: &Address) -> io::Result<Stream> {
        match address {
            Address::Tcp(address) => Stream::connect(address),
            Address::Socket { .. } => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}
